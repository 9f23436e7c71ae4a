// What is recorded, what is left out, and what its sender is told of both.
import assert from 'node:assert/strict';
import {test} from 'node:test';

import {Recording} from '../../extension/worker/recording.js';
import {MemoryStorage, impressions} from './doubles.js';

const HOUR_MS = 3_600_000;

/** @param {Record<string, unknown>} [stored] what is stored beside a pairing */
function paired(stored = {}) {
  const storage = new MemoryStorage({client: {}, paused: false, epoch: 1, recordedSince: 0, ...stored});
  const kept = /** @type {string[]} */ ([]);
  const nothing = async () => {};
  const recording = new Recording(/** @type {any} */ ({
    storage, waiting: {add: async (/** @type {{id: string}[]} */ events) => void kept.push(...events.map(({id}) => id))},
    ratings: {note: nothing}, delivery: {announce: nothing, run: nothing}, openTabs: {tellRated: nothing},
  }));
  return {recording, kept};
}

/** @param {string} id @param {number} startedAt @returns {any} */
const watch = (id, startedAt) => ({id, type: 'watch', occurred_at: new Date(startedAt).toISOString(), watch: {seconds: 9}});

test('while paused nothing is recorded by itself, what was said with a click is, and the sender is told which is which', async () => {
  const {recording, kept} = paired({paused: true});
  const [seen] = impressions(1);
  const said = /** @type {any} */ ({...seen, id: 'said', type: 'thumbs_up'});
  assert.deepEqual(await recording.keep([/** @type {any} */ (seen), said]), {stored: ['said'], leftOut: [seen?.id]});
  assert.deepEqual(kept, ['said']);
});

test('a watch that began before the person resumed is left out, one that began since is recorded', async t => {
  t.mock.timers.enable({apis: ['Date'], now: 2 * HOUR_MS});
  const {recording} = paired({paused: true});
  await recording.pause(false);
  t.mock.timers.tick(HOUR_MS);
  const events = [watch('before', HOUR_MS), watch('since', 2 * HOUR_MS)];
  assert.deepEqual(await recording.keep(events), {stored: ['since'], leftOut: ['before']});
});

test('what was seen of an earlier day on YouTube\'s history page is recorded', async () => {
  const bar = {...watch('bar', Date.now() - 24 * HOUR_MS), watch: {fraction: 0.5}};
  assert.deepEqual((await paired({recordedSince: Date.now()}).recording.keep([bar])).stored, ['bar']);
});

test('a clock that was put back since the person resumed keeps nothing out', async () => {
  const {recording} = paired({recordedSince: Date.now() + HOUR_MS});
  assert.deepEqual((await recording.keep([watch('now', Date.now())])).stored, ['now']);
});
