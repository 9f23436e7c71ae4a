// What is recorded, what is left out, and what its sender is told of both.
import assert from 'node:assert/strict';
import {test} from 'node:test';

import {Recording} from '../../extension/worker/recording.js';
import {MemoryStorage, impressions} from './doubles.js';

const HOUR_MS = 3_600_000;

/** @param {Record<string, unknown>} [stored] what is stored beside a pairing */
function paired(stored = {}) {
  const storage = new MemoryStorage({client: {}, paused: false, epoch: 1, recordedSince: 0, unrecorded: [], ...stored});
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

test('what was played in a pause is not told by its red bar afterwards, nor by YouTube\'s history; that of another video is', async () => {
  const {recording} = paired({paused: true});
  const played = {...watch('played', Date.now() - 1), video_id: 'aaaaaaaaaaa'};
  const seen = (/** @type {string} */ id, /** @type {string} */ video_id) => ({...watch(id, Date.now()), video_id, watch: {fraction: 0.5}});
  const [one, other] = [seen('bar', 'aaaaaaaaaaa'), seen('of another', 'bbbbbbbbbbb')];
  await recording.keep([played, played]);
  await recording.keep([other]); // as much seen in the pause as afterwards
  await recording.pause(false);
  assert.deepEqual(await recording.keep([one, other]), {stored: ['of another'], leftOut: ['bar']});
  assert.deepEqual((await recording.keep([{...watch('again', Date.now() + 1), video_id: 'aaaaaaaaaaa'}])).stored, ['again']);
  assert.doesNotMatch(JSON.stringify(await recording.storage.get('unrecorded')), /aaaaaaaaaaa/);
});

test('of what was played in pauses the newest thousand are known', async () => {
  const {recording} = paired({paused: true, unrecorded: Array.from({length: 1_000}, (_, i) => `mark ${i}`)});
  await recording.keep([{...watch('played', Date.now()), video_id: 'aaaaaaaaaaa'}]);
  const known = await recording.storage.get('unrecorded');
  assert.deepEqual([known.length, known[0]], [1_000, 'mark 1']);
});

test('a clock that was put back since the person resumed keeps nothing out', async () => {
  const {recording} = paired({recordedSince: Date.now() + HOUR_MS});
  assert.deepEqual((await recording.keep([watch('now', Date.now())])).stored, ['now']);
});
