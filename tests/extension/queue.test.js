import assert from 'node:assert/strict';
import {test} from 'node:test';

import {greatestForms, grownFrom, importanceOf} from '../../extension/worker/importance.js';
import {Queue} from '../../extension/worker/queue.js';
import {MemoryDaemon, MemoryStore, impressions} from './doubles.js';

/** @param {number} count */
function arranged(count) {
  const store = new MemoryStore(impressions(count));
  const daemon = new MemoryDaemon();
  return {store, daemon, queue: new Queue({store, daemon})};
}

test('a week of events arrives in batches of at most 500, each event once', async () => {
  const {store, daemon, queue} = arranged(1201);
  assert.equal(await queue.flush(), true);
  assert.deepEqual(daemon.batches, [500, 500, 201]);
  assert.equal(daemon.kept.size, 1201);
  assert.equal(store.waiting.size, 0);
});

test('nothing is forgotten while the daemon is away', async () => {
  const {store, daemon, queue} = arranged(3);
  daemon.trouble = () => 'away';
  assert.equal(await queue.flush(), false);
  assert.equal(store.waiting.size, 3);
});

test('what the daemon had already is forgotten like what it took', async () => {
  const {store, daemon, queue} = arranged(3);
  impressions(2).forEach(event => daemon.kept.set(event.id, event));
  await queue.flush();
  assert.equal(store.waiting.size, 0);
});

test('one event that the daemon can never take does not hold up the others', async () => {
  const {store, daemon, queue} = arranged(600);
  const poison = impressions(600)[137]?.id ?? '';
  daemon.trouble = events => (events.some(({id}) => id === poison) ? 'invalid' : null);
  assert.equal(await queue.flush(), true);
  assert.deepEqual(store.dropped, [poison]);
  assert.equal(daemon.kept.size, 599);
});

test('a rejected event is given up and the daemon is met anew, for its epoch may have changed', async () => {
  const {store, daemon, queue} = arranged(2);
  daemon.rejects = ({id}) => id.endsWith('1');
  await queue.flush();
  assert.equal(store.waiting.size, 0);
  assert.equal(store.dropped.length, 1);
  assert.equal(daemon.forgotten, 1);
});

test('a watch that grew while it was being sent is sent again', async () => {
  const {store, daemon, queue} = arranged(1);
  const [event] = impressions(1);
  assert.ok(event);
  daemon.trouble = () => {
    daemon.trouble = () => null;
    store.waiting.set(event.id, {id: event.id, storedAt: 99, importance: 2, bytes: 100, event: {...event, value: 2}});
    return null;
  };
  await queue.flush();
  assert.equal(store.waiting.size, 0);
  assert.deepEqual(daemon.batches, [1, 1]);
  assert.equal(daemon.kept.get(event.id)?.value, 2);
});

test('an answer that names no event ends the try instead of repeating it for ever', async () => {
  const {store, daemon, queue} = arranged(2);
  daemon.signals = async () => ({accepted: [], duplicates: [], rejected: []});
  assert.equal(await queue.flush(), false);
  assert.equal(store.waiting.size, 2);
});

test('what is stored during a flush goes with it', async () => {
  const {store, daemon, queue} = arranged(1);
  const [first, late] = impressions(2);
  assert.ok(first && late);
  const flushed = queue.flush();
  store.waiting.set(late.id, {id: late.id, storedAt: 5, importance: 0, bytes: 100, event: late});
  assert.equal(await queue.flush(), true);
  await flushed;
  assert.equal(daemon.kept.size, 2);
});

test('ratings outlive watches, watches outlive clicks, clicks outlive what was merely seen', () => {
  const order = ['impression', 'click', 'watch', 'thumbs_up'].map(type => importanceOf(/** @type {any} */ ({type})));
  assert.deepEqual(order, [0, 1, 2, 3]);
});

test('only a watch grows, and only forward', () => {
  const watched = (/** @type {number} */ seconds) => /** @type {any} */ ({type: 'watch', watch: {seconds}});
  assert.equal(grownFrom(watched(10), watched(20)), true);
  assert.equal(grownFrom(watched(20), watched(10)), false);
  assert.equal(grownFrom(watched(20), watched(20)), false);
  const click = /** @type {any} */ ({type: 'click'});
  assert.equal(grownFrom(click, click), false);
});

test('of one watch told twice in a message the greater form counts', () => {
  const watched = (/** @type {number} */ seconds) => /** @type {any} */ ({id: 'a', type: 'watch', watch: {seconds}});
  const click = /** @type {any} */ ({id: 'b', type: 'click'});
  assert.deepEqual(greatestForms([watched(10), click, watched(30), watched(20), click]), [watched(30), click]);
});
