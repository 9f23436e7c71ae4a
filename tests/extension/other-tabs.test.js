import assert from 'node:assert/strict';
import {test} from 'node:test';

import {OtherTabs} from '../../extension/worker/other-tabs.js';

/** @param {any[]} events @param {number} [from] @returns {Promise<unknown[]>} what was told to which tab */
async function told(events, from) {
  /** @type {unknown[]} */
  const heard = [];
  await new OtherTabs({
    tabs: {query: async () => [{id: 3}, {}, {id: 5}]},
    askPage: async (tab, wish) => { heard.push([tab, wish]); return true; },
  }).tell(events, from);
  return heard;
}

test('every tab but the one that told it hears that something was rated, and not what', async () => {
  const rated = [{type: 'thumbs_up', video_id: 'a'}, {type: 'clear_rating', video_id: 'b'}];
  assert.deepEqual(await told(rated), [[3, {rated: true}], [5, {rated: true}]]);
  assert.deepEqual(await told(rated, 3), [[5, {rated: true}]]);
});

test('nothing else is told to a tab', async () => {
  assert.deepEqual(await told([{type: 'watch', video_id: 'a'}, {type: 'subscribe', channel_id: 'UC'}]), []);
});
