// Small honest stand-ins for what only a browser or a daemon has: they keep the promises of the real thing, in memory.
import {DaemonError} from '../../extension/worker/daemon-error.js';

/** @typedef {import('../../extension/types').Signal} Signal */

/** A Store of the queue (worker/waiting-events.js) in memory; e2e tests use the real one. */
export class MemoryStore {
  /** @param {Signal[]} events */
  constructor(events) {
    this.waiting = new Map(events.map((event, index) => [event.id, {id: event.id, storedAt: index, importance: 0, bytes: 100, event}]));
    /** @type {string[]} */
    this.dropped = [];
  }

  /** @param {number} most @param {number} mostBytes */
  async oldest(most, mostBytes) {
    return [...this.waiting.values()].slice(0, Math.min(most, Math.max(1, Math.floor(mostBytes / 100))));
  }

  /** @param {{id: string, storedAt: number}[]} sent */
  async remove(sent) {
    sent.filter(({id, storedAt}) => this.waiting.get(id)?.storedAt === storedAt).forEach(({id}) => this.waiting.delete(id));
  }

  /** @param {{id: string, storedAt: number}[]} refused */
  async drop(refused) {
    await this.remove(refused);
    this.dropped.push(...refused.map(({id}) => id));
  }
}

/** A daemon that keeps what it is sent, each id once, unless `trouble` says otherwise. */
export class MemoryDaemon {
  /** @type {Map<string, Signal>} */
  kept = new Map();
  /** @type {number[]} */
  batches = [];
  forgotten = 0;
  /** @type {(events: Signal[]) => string | null} the code of the error to answer with */
  trouble = () => null;
  /** @type {(event: Signal) => boolean} */
  rejects = () => false;

  /** @param {Signal[]} events */
  async signals(events) {
    const code = this.trouble(events);
    if (code) throw new DaemonError(code, 'As planned.');
    this.batches.push(events.length);
    const rejected = events.filter(this.rejects).map(({id}) => ({id, message: 'no'}));
    const good = events.filter(event => !this.rejects(event));
    const duplicates = good.filter(({id}) => this.kept.has(id)).map(({id}) => id);
    const accepted = good.filter(({id}) => !this.kept.has(id)).map(({id}) => id);
    good.forEach(event => this.kept.set(event.id, event));
    return {accepted, duplicates, rejected};
  }

  forget() {
    this.forgotten += 1;
  }
}

/** @param {number} count @returns {Signal[]} */
export function impressions(count) {
  return Array.from({length: count}, (_, index) => ({
    id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`, type: 'impression', video_id: 'aaaaaaaaaaa',
    occurred_at: '2026-01-02T03:04:05Z', source: 'extension', surface: 'home',
  }));
}

/** chrome.storage as storage.js offers it, in memory. */
export class MemoryStorage {
  /** @param {Record<string, unknown>} values */
  constructor(values) {
    this.values = values;
  }

  /** @param {string} key @returns {Promise<any>} */
  get = async key => this.values[key];

  /** @param {string} key @param {unknown} value */
  set = async (key, value) => {
    this.values[key] = value;
  };
}
