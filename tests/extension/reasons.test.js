import assert from 'node:assert/strict';
import {test} from 'node:test';

import {DaemonError} from '../../extension/worker/daemon-error.js';
import {Reasons} from '../../extension/worker/reasons.js';
import {MemoryStorage} from './doubles.js';

const HOME = /** @type {const} */ ({surface: 'home', mode: 'rerank'});

/** @param {number} index */
const id = index => `video${String(index).padStart(6, '0')}`;

/** @param {number} from @param {number} to @param {string} words */
function slate(from, to, words) {
  const ids = Array.from({length: to - from}, (_, index) => id(from + index));
  return {
    items: ids.map(videoId => ({video_id: videoId, score: 1, action: /** @type {const} */ ('show'), reasons: [{kind: 'topic', text: words, contribution: 1}]})),
    cards: ids.map(videoId => ({video_id: videoId, title: 'T', channel_name: 'C'})),
  };
}

function arranged() {
  const asked = /** @type {string[]} */ ([]);
  const video = async (/** @type {string} */ videoId) => {
    asked.push(videoId);
    return /** @type {any} */ ({reasons: [], channel_name: 'D', duration_seconds: 60});
  };
  return {asked, reasons: new Reasons({daemon: {video}, storage: /** @type {any} */ (new MemoryStorage({reasons: []}))})};
}

test('the reason of a card is that of the last slate it stood in', async () => {
  const {asked, reasons} = arranged();
  for (const words of ['first', 'second']) {
    const {items, cards} = slate(0, 3, words);
    await reasons.note(items, cards, HOME);
  }
  const {reasons: [reason], channel_name: channel, duration_seconds: seconds} = await reasons.of(id(1));
  assert.deepEqual([reason?.text, channel, seconds, asked], ['second', 'C', 60, [id(1)]]);
});

test('a card is told the reason of the surface where it stands, whichever slate was the last', async () => {
  const {reasons} = arranged();
  for (const surface of /** @type {const} */ (['home', 'watch_next'])) {
    const {items, cards} = slate(0, 1, `of ${surface}`);
    await reasons.note(items, cards, {surface, mode: 'rerank'});
  }
  const told = async (/** @type {import('../../extension/types').Surface | undefined} */ surface) => (await reasons.of(id(0), surface)).reasons[0]?.text;
  assert.deepEqual(await Promise.all([told('home'), told('watch_next'), told('search'), told(undefined)]),
    ['of home', 'of watch_next', 'of watch_next', 'of watch_next']);
});

test('without the daemon a reason is still told, but none is made up', async () => {
  const {reasons} = arranged();
  reasons.daemon = {video: async () => { throw new DaemonError('away', 'Start it.'); }};
  const {items, cards} = slate(0, 1, 'noted');
  await reasons.note(items, cards, HOME);
  assert.equal((await reasons.of(id(0))).reasons[0]?.text, 'noted');
  await assert.rejects(reasons.of(id(1)), {code: 'away'});
});

test('only the newest are kept; of an older one the daemon is asked', async () => {
  const {asked, reasons} = arranged();
  for (const from of [0, 300]) {
    const {items, cards} = slate(from, from + 300, 'words');
    await reasons.note(items, cards, HOME);
  }
  assert.equal((await reasons.of(id(599))).channel_name, 'C');
  assert.equal((await reasons.of(id(0))).channel_name, 'D');
  assert.deepEqual(asked, [id(599), id(0)]);
});

test('what a slate hid is told, the newest first, until it is to be seen again', async () => {
  const {reasons} = arranged();
  const {items, cards} = slate(0, 3, 'words');
  await reasons.note(items.map((item, index) => ({...item, action: index ? 'hide' : 'show'})), cards, HOME);
  assert.deepEqual((await reasons.hidden()).map(({videoId, title}) => [videoId, title]), [[id(2), 'T'], [id(1), 'T']]);
  await reasons.showAgain(id(2));
  assert.deepEqual((await reasons.hidden()).map(({videoId}) => videoId), [id(1)]);
});

test('hidden on home is what home hid: not where home is only decorated, nor what another surface would hide', async () => {
  const {reasons} = arranged();
  const of = (/** @type {number} */ from) => {
    const {items, cards} = slate(from, from + 1, 'words');
    return {items: items.map(item => ({...item, action: /** @type {const} */ ('hide')})), cards};
  };
  const slates = /** @type {const} */ ([[0, 'home', 'rerank'], [1, 'home', 'decorate'], [2, 'search', 'rerank'], [0, 'watch_next', 'decorate']]);
  for (const [from, surface, mode] of slates) {
    const {items, cards} = of(from);
    await reasons.note(items, cards, {surface, mode});
  }
  assert.deepEqual((await reasons.hidden()).map(({videoId}) => videoId), [id(0)]);
});

test('two slates at once, and one that is shown again between them, take nothing from each other', async () => {
  const {reasons} = arranged();
  const first = slate(0, 3, 'first'), second = slate(3, 6, 'second');
  await reasons.note(first.items.map(item => ({...item, action: /** @type {const} */ ('hide')})), first.cards, HOME);
  await Promise.all([
    reasons.note(second.items.map(item => ({...item, action: /** @type {const} */ ('hide')})), second.cards, HOME),
    reasons.showAgain(id(1)),
  ]);
  assert.deepEqual((await reasons.hidden()).map(({videoId}) => videoId), [5, 4, 3, 2, 0].map(id));
});
