// All that the extension remembers in chrome.storage, once: a typed getter, setter and watcher per key. Nobody else calls it.
// Content scripts cannot read any of it (`lockStorage`); the waiting events are in IndexedDB (worker/queue.js).

/** @typedef {import('./types').Stored} Stored */

/** @type {{[K in keyof Stored]: {area: 'local' | 'session', fallback: Stored[K]}}} */
const KEYS = {
  address: {area: 'local', fallback: 'http://127.0.0.1:7863'},
  client: {area: 'local', fallback: null},
  epoch: {area: 'local', fallback: null},
  modes: {area: 'local', fallback: {home: 'rerank', watch_next: 'rerank', search: 'decorate', subscriptions: 'decorate'}},
  paused: {area: 'local', fallback: false},
  recordedSince: {area: 'local', fallback: 0},
  unrecorded: {area: 'local', fallback: []},
  feed: {area: 'local', fallback: null},
  // Forgotten with the browser: whether the daemon is there has to be found out anew, and pages are ranked anew.
  connection: {area: 'session', fallback: 'unpaired'},
  reasons: {area: 'session', fallback: []},
  unread: {area: 'session', fallback: {}},
};

/**
 * Step by step from what an older version stored to what this one reads; append only.
 * @type {((items: Record<string, unknown>) => Record<string, unknown>)[]}
 */
const MIGRATIONS = [];

/**
 * Keep content scripts out. To be called before a secret is stored: chrome.storage.local is open to them by default.
 * @returns {Promise<void>}
 */
export async function lockStorage() {
  await chrome.storage.local.setAccessLevel({accessLevel: 'TRUSTED_CONTEXTS'});
}

/**
 * @template {keyof Stored} K
 * @param {K} key
 * @returns {Promise<Stored[K]>} the value, or the key's fallback where none was stored
 */
export async function get(key) {
  const {area, fallback} = KEYS[key];
  const found = await chrome.storage[area].get({[key]: fallback});
  return /** @type {Stored[K]} */ (found[key]);
}

/**
 * @template {keyof Stored} K
 * @param {K} key
 * @param {Stored[K]} value
 * @returns {Promise<void>} resolved when it is stored
 */
export async function set(key, value) {
  await chrome.storage[KEYS[key].area].set({[key]: value});
}

/**
 * Forget what was stored: the key's fallback holds again.
 * @param {keyof Stored} key
 * @returns {Promise<void>} resolved when it is forgotten
 */
export async function reset(key) {
  await chrome.storage[KEYS[key].area].remove(key);
}

/**
 * Call `listener` with each new value, from whichever page it was set, until `signal` is aborted.
 * @template {keyof Stored} K
 * @param {K} key
 * @param {(value: Stored[K]) => void} listener
 * @param {{signal?: AbortSignal}} [options]
 */
export function watch(key, listener, {signal} = {}) {
  const {area, fallback} = KEYS[key];
  /** @param {Record<string, chrome.storage.StorageChange>} changes */
  const onChanged = changes => {
    const change = changes[key];
    if (change) listener(/** @type {Stored[K]} */ (change.newValue ?? fallback));
  };
  chrome.storage[area].onChanged.addListener(onChanged);
  signal?.addEventListener('abort', () => chrome.storage[area].onChanged.removeListener(onChanged), {once: true});
}

/**
 * Bring what an older version stored up to date; to be called once after an update.
 * @param {typeof MIGRATIONS} [migrations]
 * @returns {Promise<void>}
 */
export async function migrate(migrations = MIGRATIONS) {
  const items = await chrome.storage.local.get(null);
  const done = Number(items['schema'] ?? 0);
  if (done >= migrations.length) return;
  const migrated = migrations.slice(done).reduce((before, step) => step(before), items);
  await chrome.storage.local.set({...migrated, schema: migrations.length});
}
