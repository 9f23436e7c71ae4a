// What was in sight in a list of ours is shown once, however often its frame is made.
import assert from 'node:assert/strict';
import {test} from 'node:test';

import {tellWhatIsSeen} from '../../extension/panel/seen.js';

/** What a frame tells whose one video is in sight for a second. @param {import('node:test').TestContext} t @param {string | null} slateId */
async function framed(t, slateId) {
  const item = {dataset: {videoId: 'aaaaaaaaaaa'}};
  /** @type {(entries: object[]) => void} */
  let look = () => {};
  const told = new Promise(tell => Object.assign(globalThis, {
    document: {hidden: false},
    IntersectionObserver: class {
      constructor(/** @type {typeof look} */ see) { look = see; }
      observe() {}
      unobserve() {}
    },
    chrome: {runtime: {id: 'x', sendMessage: async (/** @type {any} */ {payload}) => { tell(payload.events[0]); return {ok: true, value: {}}; }}},
  }));
  tellWhatIsSeen(/** @type {any} */ ({children: [item]}), {surface: 'shelf'})(slateId);
  look([{target: item, intersectionRatio: 1}]);
  t.mock.timers.tick(1_000);
  return /** @type {Promise<import('../../extension/types').Signal>} */ (told);
}

test('a video of one slate is told under one id by every frame, of another slate or of none under others', async t => {
  t.mock.timers.enable({apis: ['setTimeout']});
  const [one, again, ...others] = [await framed(t, 's'), await framed(t, 's'), await framed(t, 't'), await framed(t, null), await framed(t, null)];
  assert.deepEqual([one?.slate_id, one?.position], ['s', 0]);
  assert.equal(one?.id, again?.id);
  assert.equal(new Set([one, ...others].map(event => event?.id)).size, 4);
});
