// The dashboard: first the shell, then each card by itself, each with its own question to the daemon.
import {forget, pair, token} from '../pairing.js';
import {categories} from './categories.js';
import {channels} from './channels.js';
import {ask, listen} from './daemon.js';
import {find} from './elements.js';
import {backups, leaves} from './machine.js';
import {mapOfVideos, riseAndFade} from './map.js';
import {personas} from './personas.js';
import {choices, interleaving, replay} from './proof.js';
import {rules} from './rules.js';
import {Card} from './section.js';
import {TEXTS} from './texts.js';
import {errors, jobs, model, quota} from './work.js';

const EVERYTHING = /** @type {const} */ ([
  ['knows', mapOfVideos], ['knows', personas], ['knows', riseAndFade], ['knows', channels], ['knows', categories], ['knows', rules],
  ['proof', replay], ['proof', interleaving], ['proof', choices],
  ['work', jobs], ['work', model], ['work', quota], ['work', errors],
  ['machine', leaves], ['machine', backups],
]);

/** What happened → what is to be drawn anew. @type {Record<string, import('./section.js').Kind[]>} */
const CHANGED = {job: [jobs], rules: [rules], state: EVERYTHING.map(([, kind]) => kind)};
/** A job that ended → what it changed. @type {Record<string, import('./section.js').Kind[]>} */
const DONE = {
  personas: [mapOfVideos, personas, riseAndFade], import: [mapOfVideos, personas, riseAndFade, channels], evaluate: [replay, interleaving, choices],
  train: [model], backup: [backups], discover: [quota, leaves],
};

const form = /** @type {HTMLFormElement} */ (find('form'));
const problem = find('#pairing-problem');
/** @type {Map<import('./section.js').Kind, Card>} */
const cards = new Map();

/** @param {'pairing' | 'parts'} shown */
function show(shown) {
  find('#pairing').hidden = shown !== 'pairing';
  find('#parts').hidden = shown !== 'parts';
  document.body.dataset['state'] = shown;
}

/** @param {string} code */
async function enter(code) {
  try {
    await pair(code, TEXTS.clientName);
    await start();
  } catch (error) {
    problem.textContent = error instanceof Error ? error.message : String(error);
    show('pairing');
  }
}

async function start() {
  show('parts');
  if (!cards.size) EVERYTHING.forEach(([part, kind]) => cards.set(kind, new Card(part, kind)));
  await Promise.all([standing().catch(() => {}), ...[...cards.values()].map(card => card.load())]); // each card says what is wrong
  if (!token()) return;
  document.body.dataset['state'] = 'ready';
  await follow();
}

async function standing() {
  const {version, message} = await ask('/api/status');
  find('#standing').textContent = `${TEXTS.version(version)} ${message}`;
}

/** @type {Set<Card>} */
const due = new Set();

/** Draw what changed, but not oftener than a person can read. @param {import('./section.js').Kind[]} kinds */
function renew(kinds) {
  if (!due.size) setTimeout(() => {
    due.forEach(card => void card.load());
    due.clear();
  }, 500);
  for (const kind of kinds) {
    const card = cards.get(kind);
    if (card) due.add(card);
  }
}

async function follow() {
  await listen((kind, data) => {
    renew(CHANGED[kind] ?? []);
    if (kind === 'job' && data.state === 'done') renew(DONE[data.kind] ?? []);
  }).catch(() => {});
  find('#standing').textContent = TEXTS.away;
}

form.addEventListener('submit', event => {
  event.preventDefault();
  void enter(String(new FormData(form).get('code')));
});
addEventListener('unpaired', () => {
  show('pairing');
  find('#standing').textContent = '';
  cards.forEach(card => card.root.remove());
  cards.clear();
});
document.addEventListener('edited', event => {
  const edited = [...cards.values()].find(card => card.root === event.target);
  if (edited?.kind === personas) renew([mapOfVideos, riseAndFade]);
  if (edited?.kind === channels) renew([rules]);
});

const given = /^#code=([\w-]+)$/.exec(location.hash)?.[1];
if (given) {
  history.replaceState(null, '', '/');
  forget();
  await enter(given);
} else if (token()) await start();
else show('pairing');
