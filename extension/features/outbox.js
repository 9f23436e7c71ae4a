// Signals on their way to the worker: kept here until it says that they are stored, or not to be recorded, and sent again until then.
import {MessageError, request} from '../messages.js';

/** @typedef {import('../types').Signal} Signal */
/** @typedef {import('../types').Messages['signals']['reply']} Fate */

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
const MOST_AT_ONCE = 100;

export class Outbox {
  /** @type {Map<string, Signal>} by id, in order of occurrence */
  #waiting = new Map();
  #pause = FIRST_PAUSE_MS;
  #timer = 0;
  #sending = false;
  /** @type {Set<(ids: string[]) => void>} */
  #listeners = new Set();
  #leaving = false;
  #onGone;

  /** @param {() => void} onGone called once when the extension was reloaded: nothing can be sent from this page any more */
  constructor(onGone) {
    this.#onGone = onGone;
  }

  /**
   * Send a signal. With the id of an earlier one it replaces it: a watch that grew.
   * @param {Omit<Signal, 'id' | 'occurred_at' | 'source'> & {id?: string, occurred_at?: string, source?: Signal['source']}} signal
   */
  send(signal) {
    const whole = {id: crypto.randomUUID(), occurred_at: new Date().toISOString(), source: /** @type {const} */ ('extension'), ...signal};
    this.#waiting.set(whole.id, whole);
    queueMicrotask(() => this.flush()); // what is sent at once goes in one message
  }

  /**
   * Be told the ids of signals that were not recorded.
   * @param {(ids: string[]) => void} listener
   * @param {AbortSignal} signal
   */
  onLeftOut(listener, signal) {
    this.#listeners.add(listener);
    signal.addEventListener('abort', () => this.#listeners.delete(listener));
  }

  /** From now on, or no longer, an answer may come too late for what is said after it: nothing waits for one. @param {boolean} leaving */
  leave(leaving) {
    this.#leaving = leaving;
    if (leaving) return;
    this.#sending = false; // of what was under way when the browser put the page aside nobody may ever answer
    void this.flush();
  }

  /** Send what waits, now. */
  async flush() {
    if (this.#sending && !this.#leaving || !this.#waiting.size) return;
    this.#sending = true;
    const events = [...this.#waiting.values()].slice(0, MOST_AT_ONCE);
    const fate = await this.#deliver(events);
    this.#sending = false;
    this.#settle(events, fate);
    if (this.#waiting.size) this.#again(fate.stored.length + fate.leftOut.length > 0);
  }

  /** @param {Signal[]} events @returns {Promise<Fate>} the ids that need not be sent again */
  async #deliver(events) {
    try {
      return await request('signals', {events});
    } catch (error) {
      if (!(error instanceof MessageError)) throw error;
      if (error.code === 'invalidated') this.#give();
      return {stored: [], leftOut: []};
    }
  }

  /** What has grown meanwhile goes on waiting, unless it was left out. @param {Signal[]} events @param {Fate} fate */
  #settle(events, {stored, leftOut}) {
    for (const event of events) if (stored.includes(event.id) && this.#waiting.get(event.id) === event) this.#waiting.delete(event.id);
    for (const id of leftOut) this.#waiting.delete(id);
    if (leftOut.length) for (const listener of this.#listeners) listener(leftOut);
  }

  /** @param {boolean} progress */
  #again(progress) {
    this.#pause = progress ? FIRST_PAUSE_MS : Math.min(this.#pause * 2, LONGEST_PAUSE_MS);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), progress ? 0 : this.#pause);
  }

  #give() {
    this.#waiting.clear();
    this.#onGone();
  }
}
