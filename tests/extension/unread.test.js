import assert from 'node:assert/strict';
import {test} from 'node:test';

import {Unread} from '../../extension/worker/unread.js';
import {MemoryStorage} from './doubles.js';

test('the last look at each surface holds, and one where all was recognised leaves nothing', async () => {
  const storage = new MemoryStorage({unread: {}});
  const unread = new Unread({storage});
  await Promise.all([unread.note({surface: 'home', count: 3}), unread.note({surface: 'search', count: 2})]);
  assert.deepEqual(storage.values['unread'], {home: 3, search: 2});
  await unread.note({surface: 'home', count: 0});
  assert.deepEqual(storage.values['unread'], {search: 2});
});

test('what could not be written once is written the next time', async () => {
  const storage = new MemoryStorage({unread: {}});
  const unread = new Unread({storage});
  const {set} = storage;
  storage.set = async () => { throw new Error('The disk is full.'); };
  await assert.rejects(unread.note({surface: 'home', count: 3}), /full/);
  storage.set = set;
  await unread.note({surface: 'home', count: 3});
  assert.deepEqual(storage.values['unread'], {home: 3});
});
