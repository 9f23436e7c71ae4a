// The order of a page's cards, asked of the daemon within a deadline. Whatever is amiss, the page stays as YouTube made it.
import {isObject, oneOf} from './checks.js';
import {DaemonError} from './daemon-error.js';

/** @typedef {import('../types').RankAnswer} RankAnswer */

const PATIENCE_MS = 2_000;
const MODES_FOR_MS = 60_000; // a person may choose in another browser
const SURFACES = ['home', 'watch_next', 'search', 'subscriptions'];
/** Where a question is asked only if its answer is used: what a person searched for is no sign of taste by itself. */
const ORDERED_BY_CHOICE = ['search', 'subscriptions'];
const isMode = oneOf('off', 'decorate', 'rerank', 'shelf', 'replace');

export class Rank {
  #refreshedAt = 0;

  /**
   * @param {object} needs
   * @param {Pick<import('./daemon.js').Daemon, 'rank' | 'settings'>} needs.daemon
   * @param {Pick<typeof import('../storage.js'), 'get' | 'set'>} needs.storage
   * @param {Pick<import('./reasons.js').Reasons, 'note'>} needs.reasons
   * @param {() => number} [needs.now] in milliseconds
   */
  constructor({daemon, storage, reasons, now = Date.now}) {
    this.daemon = daemon;
    this.storage = storage;
    this.reasons = reasons;
    this.now = now;
  }

  /**
   * @param {import('../types').Messages['rank']['payload']} asked
   * @returns {Promise<RankAnswer>}
   */
  async answer(asked) {
    const answer = await this.#answer(asked);
    // Behind it: the page waits for its order, and the modes hold for the next.
    if (answer.state !== 'unpaired' && this.now() - this.#refreshedAt > MODES_FOR_MS) void this.refreshModes();
    return answer;
  }

  /** @param {import('../types').Messages['rank']['payload']} asked @returns {Promise<RankAnswer>} */
  async #answer({surface, cards, context = {}}) {
    const [client, paused, modes] = await Promise.all([
      this.storage.get('client'), this.storage.get('paused'), this.storage.get('modes'),
    ]);
    const mode = modes[surface];
    if (!client) return without('unpaired', mode);
    if (paused) return without('paused', mode);
    if (mode === 'off') return without('off', mode);
    if (mode === 'decorate' && ORDERED_BY_CHOICE.includes(surface)) return without('ok', mode);
    return this.#ranked(mode, {surface, cards, context});
  }

  /** Ask which mode each surface is in; what is known stays while the daemon is away. @returns {Promise<void>} */
  async refreshModes() {
    this.#refreshedAt = this.now();
    try {
      await this.learnModes(await this.daemon.settings());
    } catch (error) {
      if (!(error instanceof DaemonError)) throw error;
    }
  }

  /** @param {import('../types').Settings} settings @returns {Promise<void>} */
  async learnModes({mode}) {
    if (isModes(mode)) await this.storage.set('modes', mode);
  }

  /**
   * @param {import('../types').Mode} mode
   * @param {{surface: import('../types').RankedSurface, cards: import('../types').Card[], context: object}} body
   * @returns {Promise<RankAnswer>}
   */
  async #ranked(mode, body) {
    try {
      const {slate_id: slateId, items} = await this.daemon.rank(body, PATIENCE_MS);
      void this.reasons.note(items, body.cards, {surface: body.surface, mode});
      return {state: 'ok', mode, slateId, items: items.map(({video_id: videoId, action}) => ({videoId, action}))};
    } catch (error) {
      if (error instanceof DaemonError) return without('away', mode);
      throw error;
    }
  }
}

/**
 * @param {RankAnswer['state']} state
 * @param {import('../types').Mode} mode
 * @returns {RankAnswer}
 */
const without = (state, mode) => ({state, mode, slateId: null, items: []});

/**
 * @param {any} value
 * @returns {value is import('../types').Stored['modes']}
 */
const isModes = value => isObject(value) && SURFACES.every(surface => isMode(value[surface]));
