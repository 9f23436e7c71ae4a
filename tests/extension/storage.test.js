import assert from 'node:assert/strict';
import {beforeEach, test} from 'node:test';

import * as storage from '../../extension/storage.js';

/** One area of chrome.storage in memory: values are copied, and changes are told, as Chrome does. */
class Area {
  /** @type {Record<string, unknown>} */
  items = {};
  /** @type {Set<(changes: object) => void>} */
  listeners = new Set();
  level = 'TRUSTED_AND_UNTRUSTED_CONTEXTS';
  onChanged = {
    addListener: (/** @type {any} */ listener) => this.listeners.add(listener),
    removeListener: (/** @type {any} */ listener) => this.listeners.delete(listener),
  };

  /** @param {Record<string, unknown> | null} wanted */
  get = async wanted => structuredClone(wanted ? {...wanted, ...pick(this.items, Object.keys(wanted))} : this.items);

  /** @param {Record<string, unknown>} changed */
  set = async changed => {
    Object.assign(this.items, structuredClone(changed));
    const told = Object.fromEntries(Object.entries(changed).map(([key, newValue]) => [key, {newValue}]));
    this.listeners.forEach(listener => listener(told));
  };

  /** @param {{accessLevel: string}} given */
  setAccessLevel = async ({accessLevel}) => {
    this.level = accessLevel;
  };
}

/** @param {Record<string, unknown>} items @param {string[]} keys */
const pick = (items, keys) => Object.fromEntries(keys.filter(key => key in items).map(key => [key, items[key]]));

/** @type {{local: Area, session: Area}} */
let areas;

beforeEach(() => {
  areas = {local: new Area(), session: new Area()};
  Object.assign(globalThis, {chrome: {storage: areas}});
});

test('what was never stored has its fallback', async () => {
  assert.equal(await storage.get('address'), 'http://127.0.0.1:7863');
  assert.equal(await storage.get('client'), null);
});

test('what is stored comes back, and whoever watches is told until they stop', async () => {
  const stop = new AbortController();
  const told = /** @type {boolean[]} */ ([]);
  storage.watch('paused', value => told.push(value), {signal: stop.signal});
  await storage.set('paused', true);
  assert.equal(await storage.get('paused'), true);
  stop.abort();
  await storage.set('paused', false);
  assert.deepEqual(told, [true]);
});

test('the connection is forgotten with the browser, the token is not', async () => {
  await storage.set('connection', 'ok');
  await storage.set('client', {clientId: 'c', userId: 1, token: 't'});
  assert.deepEqual([Object.keys(areas.session.items), Object.keys(areas.local.items)], [['connection'], ['client']]);
});

test('content scripts are locked out', async () => {
  await storage.lockStorage();
  assert.equal(areas.local.level, 'TRUSTED_CONTEXTS');
});

test('an update takes each step once, from wherever the older version stood', async () => {
  const steps = [
    (/** @type {any} */ items) => ({...items, paused: items.isPaused}),
    (/** @type {any} */ items) => ({...items, address: `${items.address}0`}),
  ];
  await areas.local.set({isPaused: true, address: 'http://127.0.0.1:786'});
  await storage.migrate(steps);
  await storage.migrate(steps);
  assert.equal(await storage.get('paused'), true);
  assert.equal(await storage.get('address'), 'http://127.0.0.1:7860');
});
