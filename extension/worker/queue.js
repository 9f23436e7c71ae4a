// The way of an event to the daemon: stored first, sent in batches, forgotten when the daemon has said that it has it.
import {DaemonError} from './daemon-error.js';

/** @typedef {import('./waiting-events.js').Waiting} Waiting */
/** @typedef {Pick<import('./waiting-events.js').WaitingEvents, 'oldest' | 'remove' | 'drop'>} Store */
/** @typedef {Pick<import('./daemon.js').Daemon, 'signals' | 'forget'>} Receiver */

const BATCH_EVENTS = 500;
// The daemon takes a JSON body of 1 MiB.
const BATCH_BYTES = 900_000;

export class Queue {
  /** @type {Promise<boolean> | null} */
  #running = null;
  #again = false;

  /** @param {{store: Store, daemon: Receiver}} needs */
  constructor({store, daemon}) {
    this.store = store;
    this.daemon = daemon;
  }

  /**
   * Send all that waits, one batch after the other; a call during another one joins it.
   * @returns {Promise<boolean>} whether nothing waits any more; false: the daemon could not take it now
   */
  flush() {
    this.#again = true;
    this.#running ??= this.#drain().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #drain() {
    try {
      while (this.#again) {
        this.#again = false;
        await this.#sendAll();
      }
      return true;
    } catch (error) {
      if (error instanceof DaemonError) return false;
      throw error;
    }
  }

  async #sendAll() {
    let most = BATCH_EVENTS;
    for (;;) {
      const batch = await this.store.oldest(most, BATCH_BYTES);
      if (!batch.length) return;
      most = await this.#send(batch) ? BATCH_EVENTS : Math.ceil(batch.length / 2);
    }
  }

  /**
   * @param {Waiting[]} batch
   * @returns {Promise<boolean>} whether it was dealt with; false: refused as a whole, to be tried in halves
   */
  async #send(batch) {
    try {
      await this.#settle(batch, await this.daemon.signals(batch.map(({event}) => event)));
      return true;
    } catch (error) {
      if (!(error instanceof DaemonError) || error.code !== 'invalid') throw error;
      if (batch.length === 1) await this.store.drop(batch);
      return batch.length === 1;
    }
  }

  /**
   * @param {Waiting[]} batch
   * @param {{accepted: string[], duplicates: string[], rejected: {id: string}[]}} reply
   */
  async #settle(batch, {accepted, duplicates, rejected}) {
    const taken = new Set([...accepted, ...duplicates]);
    const refused = new Set(rejected.map(({id}) => id));
    if (refused.size) this.daemon.forget();
    const settled = batch.filter(({id}) => taken.has(id));
    const dropped = batch.filter(({id}) => refused.has(id));
    if (!settled.length && !dropped.length) throw new DaemonError('garbled', 'The daemon named none of the events it was sent.');
    await this.store.remove(settled);
    if (dropped.length) await this.store.drop(dropped);
  }
}
