import assert from 'node:assert/strict';
import {test} from 'node:test';

import {OtherTabs} from '../../extension/worker/other-tabs.js';

/** @param {any[]} events @returns {Promise<unknown[]>} what was told to which tab */
async function told(events) {
  /** @type {unknown[]} */
  const heard = [];
  await new OtherTabs({
    tabs: {query: async () => [{id: 3}, {}, {id: 5}]},
    askPage: async (tab, wish) => { heard.push([tab, wish.rated]); return true; },
  }).tell(events);
  return heard;
}

test('every thumb reaches every tab, and its taking back too', async () => {
  assert.deepEqual(await told([{type: 'thumbs_up', video_id: 'a'}, {type: 'clear_rating', video_id: 'b'}]), [
    [3, {videoId: 'a', rating: 'up'}], [3, {videoId: 'b', rating: null}],
    [5, {videoId: 'a', rating: 'up'}], [5, {videoId: 'b', rating: null}],
  ]);
});

test('nothing else is told to a tab', async () => {
  assert.deepEqual(await told([{type: 'watch', video_id: 'a'}, {type: 'subscribe', channel_id: 'UC'}]), []);
});
