import assert from 'node:assert/strict';
import {test} from 'node:test';

import {OpenTabs} from '../../extension/worker/open-tabs.js';

/** @param {(tabs: OpenTabs) => Promise<void>} tell @returns {Promise<unknown[]>} what was told to which tab */
async function told(tell) {
  /** @type {unknown[]} */
  const heard = [];
  await tell(new OpenTabs({
    tabs: {query: async () => [{id: 3}, {}, {id: 5}]},
    askPage: async (tab, wish) => { heard.push([tab, wish]); return true; },
  }));
  return heard;
}

/** @param {any[]} events @param {number} [from] */
const toldOf = (events, from) => told(tabs => tabs.tellRated(events, from));

test('every tab but the one that told it hears that something was rated, and not what', async () => {
  const rated = [{type: 'thumbs_up', video_id: 'a'}, {type: 'clear_rating', video_id: 'b'}];
  assert.deepEqual(await toldOf(rated), [[3, {rated: true}], [5, {rated: true}]]);
  assert.deepEqual(await toldOf(rated, 3), [[5, {rated: true}]]);
});

test('nothing else is told to a tab', async () => {
  assert.deepEqual(await toldOf([{type: 'watch', video_id: 'a'}, {type: 'subscribe', channel_id: 'UC'}]), []);
});

test('every tab hears that OwnFeed came or went', async () => {
  assert.deepEqual(await told(tabs => tabs.tellStanding()), [[3, {standing: true}], [5, {standing: true}]]);
});
