import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {test} from 'node:test';

import * as replies from '../../extension/worker/replies.js';

/** The daemon's own tests save its real answers; the extension must understand each. */
const CHECKS = {
  'pair': replies.isPairReply,
  'hello': replies.isHelloReply,
  'signals': replies.isSignalsReply,
  'rank': replies.isRankReply,
  'feed': replies.isFeed,
  'video': replies.isVideoReply,
  'settings': replies.isSettings,
  'personas': replies.isPersonas,
  'effect': replies.isEffect,
  'rules': replies.isRules,
  'proposals': replies.isProposals,
  'suggestions': replies.isSuggestions,
  'agent': replies.isAgent,
  'preview': replies.isPreview,
  'status': replies.isStatus,
  'categories': replies.isCategories,
  'category': replies.isCategoryReply,
  'job': replies.isJob,
  'error': replies.isError,
};

/** @param {string} name @returns {Promise<any>} */
async function saved(name) {
  return JSON.parse(await readFile(new URL(`../contract/${name}.json`, import.meta.url), 'utf8'));
}

for (const [name, check] of Object.entries(CHECKS)) {
  test(`the daemon's real answer "${name}" is understood`, async () => {
    assert.ok(check(await saved(name)));
  });
}

test('lists in the saved answers are not empty, else nothing in them was checked', async () => {
  const [{videos}, {items}, {personas}, {categories}] = await Promise.all(['feed', 'rank', 'personas', 'categories'].map(saved));
  for (const list of [videos, items, personas, categories]) assert.ok(list.length > 0);
  assert.ok(videos.some((/** @type {any} */ {reasons}) => reasons.length > 0));
});

test('an answer that lost or changed any field the extension relies on is refused', async () => {
  const feed = await saved('feed');
  for (const field of ['state', 'message', 'total', 'videos']) assert.ok(!replies.isFeed({...feed, [field]: undefined}), field);
  const [video] = feed.videos;
  for (const [field, wrong] of [['video_id', '<script>'], ['title', 5], ['reasons', null], ['rating', 'great'], ['url', null]]) {
    assert.ok(!replies.isFeed({...feed, videos: [{...video, [String(field)]: wrong}]}), String(field));
  }
});

test('neither a list nor a word is taken for an answer', () => {
  for (const check of Object.values(CHECKS)) for (const wrong of [null, [], 'ok', 7, undefined]) assert.ok(!check(wrong));
});
