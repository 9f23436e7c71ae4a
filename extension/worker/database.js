// The extension's IndexedDB: waiting events, their totals, and the ratings known here. Writes are on the disk when they resolve.

const NAME = 'ownfeed';
const VERSION = 1;

/** @type {Promise<IDBDatabase> | null} */
let opened = null;

/**
 * Do `work` in one transaction: all of it is stored when this resolves, nothing of it when this rejects.
 * @template T
 * @param {string[]} stores
 * @param {IDBTransactionMode} mode
 * @param {(transaction: IDBTransaction) => Promise<T>} work may await the transaction's own requests only
 * @returns {Promise<T>}
 */
export async function transact(stores, mode, work) {
  const transaction = (await open()).transaction(stores, mode, {durability: 'strict'});
  const ended = endOf(transaction);
  try {
    const value = await work(transaction);
    await ended;
    return value;
  } catch (error) {
    if (transaction.error === null) abort(transaction);
    await ended.catch(() => {});
    throw error;
  }
}

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
export function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * Visit the records of a source in order until `visit` returns false.
 * @param {IDBObjectStore | IDBIndex} source
 * @param {(cursor: IDBCursorWithValue) => boolean} visit
 * @returns {Promise<void>}
 */
export function each(source, visit) {
  return new Promise((resolve, reject) => {
    const request = source.openCursor();
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const cursor = request.result;
      if (cursor && visit(cursor)) cursor.continue();
      else resolve();
    };
  });
}

/** @param {IDBTransaction} transaction @returns {Promise<void>} */
function endOf(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('The transaction was given up.'));
  });
}

/** @param {IDBTransaction} transaction */
function abort(transaction) {
  try {
    transaction.abort();
  } catch {
    // It has ended already; `endOf` knows how.
  }
}

/** @returns {Promise<IDBDatabase>} */
function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => createStores(request.result);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => resolve(request.result);
  });
  opened.catch(() => {
    opened = null;
  });
  return opened;
}

/** @param {IDBDatabase} database */
function createStores(database) {
  const events = database.createObjectStore('events', {keyPath: 'id'});
  events.createIndex('oldest', 'storedAt');
  events.createIndex('least', ['importance', 'storedAt']);
  database.createObjectStore('totals');
  database.createObjectStore('ratings', {keyPath: 'videoId'});
}
