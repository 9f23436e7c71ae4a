// What a person said of videos, on whichever card or page they said it: shown at once everywhere, sent as signals.
import {MessageError, request} from '../messages.js';

/** @typedef {import('../types').Rating} Rating */

const SIGNALS = /** @type {const} */ ({up: 'thumbs_up', down: 'thumbs_down', not_interested: 'not_interested'});

export class Thumbs {
  /** @type {Map<string, Rating | null>} by video */
  #ratings = new Map();
  #changes = new EventTarget();
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
   * @param {import('../types').Surface} surface
   * @returns {Promise<boolean>} whether rating is possible: paired, neither paused nor off here, and the daemon there
   */
  async learn(videoIds, surface) {
    try {
      const {state, ratings} = await request('ratings', {videoIds: videoIds.slice(0, 300), surface});
      for (const videoId of videoIds) this.#ratings.set(videoId, ratings[videoId] ?? null);
      return state === 'ok';
    } catch (error) {
      if (error instanceof MessageError) return false;
      throw error;
    }
  }

  /**
   * @param {string} videoId
   * @param {Rating | null} rating null takes back what was said
   * @param {{surface: import('../types').Surface, slate_id?: string, position?: number, video?: import('../types').Card}} where
   */
  rate(videoId, rating, where) {
    this.#ratings.set(videoId, rating);
    this.#changes.dispatchEvent(new Event('change'));
    this.#signals.send({type: rating ? SIGNALS[rating] : 'clear_rating', video_id: videoId, ...where});
  }

  /** Take over what was said in another tab, or in the popup. @param {string} videoId @param {Rating | null} rating */
  hear(videoId, rating) {
    if (!this.#ratings.has(videoId) || this.holds(videoId, rating)) return;
    this.#ratings.set(videoId, rating);
    this.#changes.dispatchEvent(new Event('change'));
  }

  /** @param {() => void} listener @param {AbortSignal} signal */
  onChange(listener, signal) {
    this.#changes.addEventListener('change', listener, {signal});
  }
}
