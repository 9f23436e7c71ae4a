// The events that the daemon does not have yet, on the disk. Capped; the least important are given up first, and counted.
import {answer, each, transact} from './database.js';
import {greatestForms, grownFrom, importanceOf} from './importance.js';

/** @typedef {import('../types').Signal} Signal */
/** @typedef {{id: string, storedAt: number, importance: number, bytes: number, event: Signal}} Waiting */
/** @typedef {{count: number, bytes: number, dropped: Record<string, number>}} Totals */

export const MOST_EVENTS = 20_000;
export const MOST_BYTES = 20 * 1024 * 1024;

/** @returns {Totals} */
const nothing = () => ({count: 0, bytes: 0, dropped: {}});

export class WaitingEvents {
  /** @param {{most?: number, mostBytes?: number, now?: () => number}} [limits] */
  constructor({most = MOST_EVENTS, mostBytes = MOST_BYTES, now = Date.now} = {}) {
    this.most = most;
    this.mostBytes = mostBytes;
    this.now = now;
  }

  /**
   * Resolves when the events are on the disk. A watch that has grown takes the place of its older form.
   * @param {Signal[]} events
   * @returns {Promise<void>}
   */
  add(events) {
    const forms = greatestForms(events);
    return this.#change(async (store, totals) => {
      const held = await heldOf(store, forms);
      forms.forEach((event, index) => this.#put(store, totals, event, held[index]));
      await this.#dropLeast(store, totals);
    });
  }

  /**
   * @param {number} most
   * @param {number} mostBytes of JSON together; the first event comes in any case
   * @returns {Promise<Waiting[]>} the oldest ones
   */
  oldest(most, mostBytes) {
    return transact(['events'], 'readonly', async transaction => {
      /** @type {Waiting[]} */
      const found = [];
      let bytes = 0;
      await each(transaction.objectStore('events').index('oldest'), ({value}) => {
        bytes += value.bytes;
        if (found.length && bytes > mostBytes) return false;
        return found.push(value) < most;
      });
      return found;
    });
  }

  /**
   * Take out what the daemon has; an event that has grown meanwhile stays.
   * @param {Waiting[]} sent as `oldest` gave them
   * @returns {Promise<void>}
   */
  remove(sent) {
    return this.#change(async (store, totals) => {
      const held = await heldOf(store, sent);
      held.forEach((each, index) => {
        if (each && each.storedAt === sent[index]?.storedAt) this.#takeOut(store, totals, each);
      });
    });
  }

  /**
   * Give events up and count them.
   * @param {Waiting[]} refused
   * @returns {Promise<void>}
   */
  async drop(refused) {
    await this.remove(refused);
    await this.#change(async (_store, totals) => refused.forEach(({event}) => count(totals, event)));
  }

  /**
   * Forget all events that are not of this epoch, uncounted: the person wiped what they belong to.
   * @param {import('../types').Id | null} epoch null forgets everything, the counts too
   * @returns {Promise<void>}
   */
  keepOnly(epoch) {
    return this.#change(async (store, totals) => {
      await each(store, cursor => {
        if (cursor.value.event.epoch !== epoch) this.#takeOut(store, totals, cursor.value);
        return true;
      });
      if (epoch === null) totals.dropped = {};
    });
  }

  /** @returns {Promise<Totals>} */
  totals() {
    return transact(['totals'], 'readonly', async transaction => {
      return await answer(transaction.objectStore('totals').get('all')) ?? nothing();
    });
  }

  /**
   * @param {(store: IDBObjectStore, totals: Totals) => Promise<void>} work
   * @returns {Promise<void>}
   */
  #change(work) {
    return transact(['events', 'totals'], 'readwrite', async transaction => {
      const kept = transaction.objectStore('totals');
      const totals = await answer(kept.get('all')) ?? nothing();
      await work(transaction.objectStore('events'), totals);
      await answer(kept.put(totals, 'all'));
    });
  }

  /**
   * @param {IDBObjectStore} store
   * @param {Totals} totals
   * @param {Signal} event
   * @param {Waiting | undefined} held its older form
   */
  #put(store, totals, event, held) {
    if (held && !grownFrom(held.event, event)) return;
    if (held) this.#takeOut(store, totals, held);
    const bytes = new TextEncoder().encode(JSON.stringify(event)).length;
    // Later than its older form in any case: `remove` tells the two apart by this.
    const storedAt = held ? Math.max(this.now(), held.storedAt + 1) : this.now();
    store.put({id: event.id, storedAt, importance: importanceOf(event), bytes, event});
    totals.count += 1;
    totals.bytes += bytes;
  }

  /** @param {IDBObjectStore} store @param {Totals} totals @param {Waiting} held */
  #takeOut(store, totals, held) {
    store.delete(held.id);
    totals.count -= 1;
    totals.bytes -= held.bytes;
  }

  /** @param {IDBObjectStore} store @param {Totals} totals */
  async #dropLeast(store, totals) {
    const isFull = () => totals.count > this.most || totals.bytes > this.mostBytes;
    if (!isFull()) return;
    await each(store.index('least'), ({value}) => {
      this.#takeOut(store, totals, value);
      count(totals, value.event);
      return isFull();
    });
  }
}

/** @param {IDBObjectStore} store @param {{id: string}[]} wanted @returns {Promise<(Waiting | undefined)[]>} */
const heldOf = (store, wanted) => Promise.all(wanted.map(({id}) => answer(store.get(id))));

/** @param {Totals} totals @param {Signal} event */
function count(totals, {type}) {
  totals.dropped[type] = (totals.dropped[type] ?? 0) + 1;
}
