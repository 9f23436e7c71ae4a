// What a person said of videos, on whichever card or page they said it: shown at once everywhere, sent as signals.
import {MessageError, request} from '../messages.js';
import {signalOf} from '../rating-signals.js';

/** @typedef {import('../types').Rating} Rating */

/** As many videos as one question may name. */
const MOST = 300;

export class Thumbs {
  /** @type {Map<string, Rating | null>} by video */
  #ratings = new Map();
  #changes = new EventTarget();
  /** Counts what was said here. */
  #said = 0;
  #signals;

  /** @param {import('./outbox.js').Outbox} signals */
  constructor(signals) {
    this.#signals = signals;
  }

  /** @param {string} videoId @returns {Rating | null} */
  of(videoId) {
    return this.#ratings.get(videoId) ?? null;
  }

  /** Whether this is what is known to hold. @param {string} videoId @param {Rating | null} rating */
  holds(videoId, rating) {
    return this.#ratings.get(videoId) === rating;
  }

  /**
   * Learn what holds for these videos.
   * @param {string[]} videoIds
   * @param {import('../types').Surface | undefined} surface
   * @returns {Promise<boolean>} whether rating is possible: paired, neither paused nor off here, and the daemon there
   */
  async learn(videoIds, surface) {
    return await this.#ask(videoIds.slice(0, MOST), this.#said, surface) === 'ok';
  }

  /**
   * @param {string[]} videoIds
   * @param {number} said how much had been said here when it was decided to ask: an older answer is not taken
   * @param {import('../types').Surface} [surface]
   * @returns {Promise<string | null>} the state told; null where nobody answers, or too late
   */
  async #ask(videoIds, said, surface) {
    try {
      const {state, ratings} = await request('ratings', {videoIds, ...surface ? {surface} : {}});
      if (said !== this.#said) return null;
      for (const videoId of videoIds) this.#ratings.set(videoId, ratings[videoId] ?? null);
      return state;
    } catch (error) {
      if (error instanceof MessageError) return null;
      throw error;
    }
  }

  /**
   * @param {string} videoId
   * @param {Rating | null} rating null takes back what was said
   * @param {{surface: import('../types').Surface | undefined, slate_id?: string, position?: number, video?: import('../types').Card}} where
   */
  rate(videoId, rating, where) {
    this.#said += 1;
    this.#ratings.set(videoId, rating);
    this.#changes.dispatchEvent(new Event('change'));
    this.#signals.send({type: signalOf(rating), video_id: videoId, ...where});
  }

  /** Learn anew what holds, for something was said in another tab or in the popup; what is said here meanwhile stands. */
  async renew() {
    const [said, videoIds] = [this.#said, [...this.#ratings.keys()].slice(-MOST)];
    const isLearned = videoIds.length && await this.#ask(videoIds, said);
    if (isLearned) this.#changes.dispatchEvent(new Event('change'));
  }

  /** @param {() => void} listener @param {AbortSignal} signal */
  onChange(listener, signal) {
    this.#changes.addEventListener('change', listener, {signal});
  }
}
