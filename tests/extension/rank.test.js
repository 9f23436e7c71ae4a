import assert from 'node:assert/strict';
import {test} from 'node:test';

import {DaemonError} from '../../extension/worker/daemon-error.js';
import {Rank} from '../../extension/worker/rank.js';
import {MemoryStorage} from './doubles.js';

const MODES = {home: 'rerank', watch_next: 'rerank', search: 'decorate', subscriptions: 'off'};
const CARDS = [{video_id: 'aaaaaaaaaaa', title: 'A'}, {video_id: 'bbbbbbbbbbb', title: 'B'}];
const REPLY = {
  slate_id: 's1', ranker: 'hybrid',
  items: [
    {video_id: 'bbbbbbbbbbb', score: 2, action: 'show', reasons: [{kind: 'topic', text: 'secret', contribution: 1}]},
    {video_id: 'aaaaaaaaaaa', score: 1, action: 'hide', reasons: []},
  ],
};

/** @param {object} stored @param {() => Promise<any>} rank @param {() => Promise<any>} [settings] */
function arranged(stored, rank, settings = async () => ({})) {
  const storage = new MemoryStorage({client: {clientId: 'c', userId: 1, token: 't'}, paused: false, modes: MODES, ...stored});
  const noted = /** @type {string[]} */ ([]);
  const reasons = {note: async (/** @type {any[]} */ items) => void noted.push(...items.map(({video_id: videoId}) => videoId))};
  return {storage, noted, rank: new Rank({daemon: {rank, settings}, storage: /** @type {any} */ (storage), reasons})};
}

const unasked = async () => assert.fail('the daemon was asked');

test('a page gets order and actions; scores and reasons stay in the worker', async () => {
  const {rank, noted} = arranged({}, async () => REPLY);
  assert.deepEqual(await rank.answer({surface: 'home', cards: CARDS}), {
    state: 'ok', mode: 'rerank', slateId: 's1',
    items: [{videoId: 'bbbbbbbbbbb', action: 'show'}, {videoId: 'aaaaaaaaaaa', action: 'hide'}],
  });
  assert.deepEqual(noted, ['bbbbbbbbbbb', 'aaaaaaaaaaa']);
});

test('unpaired, paused and switched off, the daemon is not even asked', async () => {
  const cases = /** @type {const} */ ([
    [{client: null}, 'home', 'unpaired'], [{paused: true}, 'home', 'paused'], [{}, 'subscriptions', 'off'],
  ]);
  for (const [stored, surface, state] of cases) {
    const {rank} = arranged(stored, unasked);
    const answer = await rank.answer({surface, cards: CARDS});
    assert.deepEqual([answer.state, answer.items], [state, []]);
  }
});

test('whatever is amiss with the daemon, the page stays as it is', async () => {
  for (const code of ['away', 'stranger', 'refused', 'failed', 'garbled', 'invalid']) {
    const {rank} = arranged({}, async () => { throw new DaemonError(code, 'As planned.'); });
    assert.equal((await rank.answer({surface: 'home', cards: CARDS})).state, 'away');
  }
});

test('the modes are learned from the daemon, and kept while it is away', async () => {
  const learned = arranged({}, unasked, async () => ({mode: {...MODES, home: 'decorate'}}));
  await learned.rank.refreshModes();
  assert.equal((await learned.storage.get('modes')).home, 'decorate');
  const away = arranged({}, unasked, async () => { throw new DaemonError('away', 'As planned.'); });
  await away.rank.refreshModes();
  assert.deepEqual(await away.storage.get('modes'), MODES);
});

test('the modes are asked for again once in a minute at most, for somebody may choose in another browser', async () => {
  let asked = 0;
  let now = 1_000_000;
  const storage = new MemoryStorage({client: {clientId: 'c', userId: 1, token: 't'}, paused: false, modes: MODES});
  const settings = async () => { asked += 1; return /** @type {any} */ ({mode: {...MODES, home: 'off'}}); };
  const rank = new Rank({daemon: {rank: async () => REPLY, settings}, storage: /** @type {any} */ (storage), reasons: {note: async () => {}}, now: () => now});
  for (const wait of [0, 30_000, 31_000]) {
    now += wait;
    await rank.answer({surface: 'home', cards: CARDS});
    await new Promise(done => setTimeout(done));
  }
  assert.equal(asked, 2);
  assert.equal((await rank.answer({surface: 'home', cards: CARDS})).state, 'off');
});

test('modes of another shape are not learned', async () => {
  for (const mode of [null, {home: 'rerank'}, {...MODES, home: 'delete'}]) {
    const {rank, storage} = arranged({}, unasked, async () => ({mode}));
    await rank.refreshModes();
    assert.deepEqual(await storage.get('modes'), MODES);
  }
});
