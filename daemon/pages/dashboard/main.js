// The dashboard: first the shell, then each card by itself, each with its own question to the daemon.
import {forget, pair, token} from '../pairing.js';
import {categories} from './categories.js';
import {channels} from './channels.js';
import {listen, Refused, shared} from './daemon.js';
import {find} from './elements.js';
import {backups, leaves} from './machine.js';
import {mapOfVideos, riseAndFade} from './map.js';
import {personas} from './personas.js';
import {balance, choices, interleaving, replay} from './proof.js';
import {rules} from './rules.js';
import {Card} from './section.js';
import {TEXTS, fillShell} from './texts.js';
import {errors, jobs, model, quota} from './work.js';

const EVERYTHING = /** @type {const} */ ([
  ['knows', mapOfVideos], ['knows', personas], ['knows', riseAndFade], ['knows', channels], ['knows', categories], ['knows', rules],
  ['proof', replay], ['proof', balance], ['proof', choices], ['proof', interleaving],
  ['work', jobs], ['work', model], ['work', quota], ['work', errors],
  ['machine', leaves], ['machine', backups],
]);

/** What happened → what is to be drawn anew. @type {Record<string, import('./section.js').Kind[]>} */
const CHANGED = {
  job: [jobs], rules: [rules, channels], categories: [categories], personas: [mapOfVideos, personas, riseAndFade, balance], slate: [balance],
  state: EVERYTHING.map(([, kind]) => kind),
};
/** A job that ended, well or not → what it may have changed. @type {Record<string, import('./section.js').Kind[]>} */
const ENDED = {
  import: [mapOfVideos, personas, riseAndFade, channels, categories, rules], personas: [mapOfVideos, personas, riseAndFade, balance, channels],
  embed: [mapOfVideos, channels], switch: [mapOfVideos, personas, riseAndFade, balance], decay: [personas, channels], evaluate: [replay, interleaving, choices], train: [model], backup: [backups],
  discover: [leaves], describe: [leaves], transcripts: [leaves], search: [quota, leaves], popular: [quota, leaves], uploads: [quota, leaves], fill: [quota, leaves],
};

/** What `ownfeed clients` lists such a tab as, in every language. */
const CLIENT_NAME = 'dashboard';
const PAUSE_MILLISECONDS = 2000;

const form = /** @type {HTMLFormElement} */ (find('form'));
const submit = /** @type {HTMLButtonElement} */ (find('button', form));
const problem = find('#pairing-problem');
/** @type {Map<import('./section.js').Kind, Card>} */
const cards = new Map();
/** Ends with the token: what follows the news for it must not go on beside the next one's. */
let visit = new AbortController();

/** @param {'pairing' | 'parts'} shown */
function show(shown) {
  find('#pairing').hidden = shown !== 'pairing';
  find('#parts').hidden = shown !== 'parts';
  document.body.dataset['state'] = shown;
}

/** @param {string} code */
async function enter(code) {
  problem.textContent = '';
  submit.disabled = true; // a code lets one in, once
  try {
    await pair(code, {...TEXTS, clientName: CLIENT_NAME});
  } catch (error) {
    problem.textContent = error instanceof Error ? error.message : String(error);
    return show('pairing');
  } finally {
    submit.disabled = false;
  }
  form.reset();
  await start();
}

async function start() {
  visit.abort();
  visit = new AbortController();
  show('parts');
  if (!cards.size) EVERYTHING.forEach(([part, kind]) => cards.set(kind, new Card(part, kind)));
  await follow(visit.signal);
}

/** Hear news; after a sleep, a restart of the daemon or a refusal, go on once it answers. @param {AbortSignal} signal */
async function follow(signal) {
  while (!signal.aborted) {
    const news = listen(heard, signal).catch(() => {}); // how the daemon is, is asked next
    await Promise.all([stands(), ...[...cards.values()].map(card => card.load())]); // each card says what is wrong
    if (signal.aborted) return;
    document.body.dataset['state'] = 'ready';
    cards.forEach(card => void card.catchUp());
    await news;
    await answering(signal);
  }
}

/** Wait until the daemon answers. @param {AbortSignal} signal */
async function answering(signal) {
  let answers = false;
  while (!answers && !signal.aborted) {
    answers = await stands();
    await new Promise(done => setTimeout(done, PAUSE_MILLISECONDS));
  }
}

/** Say how the daemon is; return whether it answers. */
async function stands() {
  try {
    const {version, message} = await shared('/api/status');
    stand(`${TEXTS.version(version)} ${message}`);
    return true;
  } catch (error) {
    if (token()) stand(error instanceof Refused ? error.message : TEXTS.away);
    return false;
  }
}

/** @param {string} text read out when it is another than before */
function stand(text) {
  const place = find('#standing');
  if (place.textContent !== text) place.textContent = text;
}

/** @param {string} kind @param {any} data */
function heard(kind, data) {
  renew(CHANGED[kind] ?? []);
  if (kind === 'state') cards.forEach(card => card.forget()); // everything was deleted
  if (kind === 'job') cards.forEach(card => card.hear(data));
  if (kind !== 'job' || !data.finished_at) return;
  renew(ENDED[data.kind] ?? []);
  if (data.state === 'failed') renew([errors]);
}

/** What is to be drawn, and how often it had been when that became known. @type {Map<Card, number>} */
const due = new Map();

/** Draw what changed, but not oftener than a person can read. @param {import('./section.js').Kind[]} kinds */
function renew(kinds) {
  if (!due.size) setTimeout(() => {
    const all = [...due];
    due.clear();
    for (const [card, turn] of all) if (card.turn === turn) void card.load(); // else it was drawn meanwhile, after an edit of its own
    if (!visit.signal.aborted) void stands();
  }, 500);
  for (const kind of kinds) {
    const card = cards.get(kind);
    if (card) due.set(card, card.turn);
  }
}

form.addEventListener('submit', event => {
  event.preventDefault();
  void enter(String(new FormData(form).get('code')));
});
addEventListener('unpaired', () => {
  visit.abort();
  show('pairing');
  stand('');
  cards.forEach(card => card.remove());
  cards.clear();
  due.clear();
});

/** Let this tab in with the code behind the #, and take it out of the address. @returns {Promise<boolean>} whether there was one */
async function arrive() {
  const given = /^#code=([\w-]+)$/.exec(location.hash)?.[1];
  if (!given) return false;
  history.replaceState(null, '', '/');
  forget();
  if (cards.size) dispatchEvent(new Event('unpaired')); // they may be another person's
  await enter(given);
  return true;
}

fillShell();
addEventListener('hashchange', () => void arrive()); // pasted into the tab that asks for a code: no page is loaded
if (!await arrive()) {
  if (token()) await start();
  else show('pairing');
}
