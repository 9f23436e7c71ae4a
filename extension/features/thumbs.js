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
  /** @type {Map<string, number>} which of it was the last about a video */
  #lastSaid = new Map();
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
   * Learn what holds for these videos; what is said here meanwhile stands.
   * @param {string[]} videoIds
   * @param {import('../types').Surface | undefined} [surface]
   * @returns {Promise<boolean>} whether rating is possible: paired, neither paused nor off here, and the daemon there
   */
  async learn(videoIds, surface) {
    for (let from = 0; from < videoIds.length; from += MOST) {
      if (await this.#ask(videoIds.slice(from, from + MOST), surface) !== 'ok') return false;
    }
    return true;
  }

  /**
   * @param {string[]} videoIds
   * @param {import('../types').Surface | undefined} surface
   * @returns {Promise<string | null>} the state told; null where nobody answers
   */
  async #ask(videoIds, surface) {
    const said = this.#said;
    try {
      const {state, ratings} = await request('ratings', {videoIds, ...surface ? {surface} : {}});
      for (const videoId of videoIds) {
        if ((this.#lastSaid.get(videoId) ?? 0) <= said) this.#ratings.set(videoId, ratings[videoId] ?? null);
      }
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
    this.#lastSaid.set(videoId, this.#said);
    this.#ratings.set(videoId, rating);
    this.#changes.dispatchEvent(new Event('change'));
    this.#signals.send({type: signalOf(rating), video_id: videoId, ...where});
  }

  /** Learn anew what holds, for something was said in another tab or in the popup. */
  async renew() {
    await this.learn([...this.#ratings.keys()]);
    this.#changes.dispatchEvent(new Event('change'));
  }

  /** @param {() => void} listener @param {AbortSignal} signal */
  onChange(listener, signal) {
    this.#changes.addEventListener('change', listener, {signal});
  }
}
