// What it is doing: jobs, the model, YouTube's allowances, what went wrong.
import {ask, shared} from './daemon.js';
import {button, element, table} from './elements.js';
import {TEXTS, when} from './texts.js';

/** @typedef {{job_id: string, kind: string, state: string, done: number, total: number | null, message: string, error: string | null, created_at: string, finished_at: string | null}} Job */

/** @typedef {{occurred_at: string, message: string}} Wrong */

const MOST_JOBS = 8;

/** @type {import('./section.js').Kind} */
export const jobs = {
  id: 'jobs', title: TEXTS.jobsTitle, wide: true,
  async draw() {
    const {jobs: all, last_discovered_at: discovered} = /** @type {{jobs: Job[], last_discovered_at: string | null}} */ (await shared('/api/status'));
    const last = element('p', {class: 'quiet'}, `${TEXTS.lastRefresh}: ${when(discovered)}`);
    return all.length ? [table(TEXTS.jobsTitle, TEXTS.jobHeads, all.slice(0, MOST_JOBS).map(row)), last] : [element('p', {class: 'quiet'}, TEXTS.noJobs), last];
  },
};

/** @param {Job} job @returns {import('./elements.js').Child[]} */
const row = job => [
  element('span', {}, TEXTS.jobKinds[job.kind] ?? job.kind), job.state === 'running' ? progress(job) : element('span', {class: `state ${job.state}`}, TEXTS.jobStates[job.state] ?? job.state),
  element('span', {}, when(job.finished_at ?? job.created_at)), element('span', {dir: 'auto'}, job.error ?? job.message),
];

/** @param {Job} job */
const progress = ({kind, done, total}) =>
  element('progress', {'aria-label': TEXTS.jobProgress(TEXTS.jobKinds[kind] ?? kind), ...total ? {max: String(total), value: String(done)} : {}});

/** @type {import('./section.js').Kind} */
export const model = {
  id: 'model', title: TEXTS.modelTitle,
  async draw(card) {
    const {ranker, samples, last_trained: trained, gate} = await ask('/api/videos/model/status');
    return [element('p', {}, TEXTS.ranks(ranker)), element('p', {}, gate.reason), element('p', {class: 'quiet'}, TEXTS.learned(samples, when(trained))),
      button(TEXTS.train, () => void card.begin(() => ask('/api/videos/model/train', 'POST')))];
  },
};

/** @type {import('./section.js').Kind} */
export const quota = {
  id: 'quota', title: TEXTS.quotaTitle,
  async draw() {
    const {buckets, reset_at: reset} = await ask('/api/videos/quota');
    return [allowance(TEXTS.searches, buckets.search), allowance(TEXTS.units, buckets.units), element('p', {class: 'quiet'}, TEXTS.reset(when(reset)))];
  },
};

/** @param {string} name @param {{used: number, limit: number}} bucket */
const allowance = (name, {used, limit}) => element('p', {class: 'line'},
  element('span', {class: 'grow'}, name), element('meter', {min: '0', max: String(limit), value: String(used), 'aria-label': name}), element('span', {}, TEXTS.used(used, limit)));

/** @type {import('./section.js').Kind} */
export const errors = {
  id: 'errors', title: TEXTS.errorsTitle, wide: true,
  async draw() {
    const {last_errors: noted, jobs: known} = /** @type {{last_errors: Wrong[], jobs: Job[]}} */ (await shared('/api/status'));
    const failed = known.filter(each => each.state === 'failed').map(each => ({occurred_at: each.finished_at ?? each.created_at, message: each.error ?? ''}));
    const all = [...noted, ...failed].sort((one, other) => Date.parse(other.occurred_at) - Date.parse(one.occurred_at));
    if (!all.length) return [element('p', {class: 'quiet'}, TEXTS.noErrors)];
    return [element('ul', {class: 'rows'}, ...all.map(each =>
      element('li', {}, element('span', {class: 'quiet'}, `${when(each.occurred_at)} `), each.message)))];
  },
};
