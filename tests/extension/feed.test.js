// The feed, and what is kept of it.
import assert from 'node:assert/strict';
import {test} from 'node:test';

import {FeedReader} from '../../extension/worker/feed.js';
import {MemoryStorage} from './doubles.js';

const FEED = /** @type {any} */ ({slate_id: null, state: 'ready', message: '', total: 0, videos: []});

/** @param {() => Promise<void>} learn what becomes of the ratings */
function reader(learn) {
  const storage = new MemoryStorage({feed: null});
  return {storage, feeds: new FeedReader(/** @type {any} */ ({daemon: {feed: async () => FEED}, storage, ratings: {learn}}))};
}

test('the first page is kept', async () => {
  const {storage, feeds} = reader(async () => {});
  await feeds.read({limit: 20});
  assert.equal(await storage.get('feed'), FEED);
});

test('there is a feed though nothing can be kept', async t => {
  t.mock.method(console, 'error', () => {});
  const {feeds} = reader(async () => { throw new DOMException('full', 'QuotaExceededError'); });
  assert.equal(await feeds.read({limit: 20}), FEED);
});
