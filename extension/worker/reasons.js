// Why the videos of the last pages stood where they stood. Pages never get it; the panel and the popup ask for one video at a time.
import {DaemonError} from './daemon-error.js';
import {Turns} from './turns.js';

/** @typedef {import('../types').Card} Card */
/** @typedef {import('../types').Noted} Noted */
/** @typedef {import('../types').Why} Why */

const MOST_VIDEOS = 400;

export class Reasons {
  #turns = new Turns(); // several pages may be ranked at once

  /** @param {{daemon: Pick<import('./daemon.js').Daemon, 'video'>, storage: Pick<typeof import('../storage.js'), 'get' | 'set'>}} needs */
  constructor({daemon, storage}) {
    this.daemon = daemon;
    this.storage = storage;
  }

  /**
   * Remember what a slate said, and what its page does about it; the newest videos are kept.
   * @param {import('../types').RankReply['items']} items
   * @param {Card[]} cards
   * @param {{surface: import('../types').RankedSurface, mode: import('../types').Mode}} where only in the mode `rerank` is anything hidden
   * @returns {Promise<void>}
   */
  async note(items, cards, {surface, mode}) {
    const known = new Map(cards.map(card => [card.video_id, card]));
    const noted = items.map(({video_id: videoId, reasons, action}) => {
      const {title = '', channel_id = null, channel_name = null} = known.get(videoId) ?? {};
      return {videoId, surface, reasons, action: mode === 'rerank' ? action : /** @type {const} */ ('show'), title, channel_id, channel_name};
    });
    await this.#change(before => [...before.filter(each => each.surface !== surface || !known.has(each.videoId)), ...noted].slice(-MOST_VIDEOS));
  }

  /**
   * @param {string} videoId
   * @param {import('../types').Surface} [surface] where it stands
   * @returns {Promise<Why>} the reasons of its last slate there, else anywhere, else those the daemon has now; and what it knows of the video
   */
  async of(videoId, surface) {
    const known = (await this.storage.get('reasons')).filter(each => each.videoId === videoId);
    const noted = known.findLast(each => each.surface === surface) ?? known.at(-1);
    return {...await this.#known(videoId, noted !== undefined), ...noted};
  }

  /** @returns {Promise<Noted[]>} what the last slates of home hid, the newest first */
  async hidden() {
    return (await this.storage.get('reasons')).filter(({surface, action}) => surface === 'home' && action === 'hide').reverse();
  }

  /** @param {string} videoId @returns {Promise<void>} */
  showAgain(videoId) {
    return this.#change(before => before.map(each => each.videoId === videoId ? {...each, action: 'show'} : each));
  }

  /** @param {(before: Noted[]) => Noted[]} change @returns {Promise<void>} */
  #change(change) {
    return this.#turns.take(async () => this.storage.set('reasons', change(await this.storage.get('reasons'))));
  }

  /** @param {string} videoId @param {boolean} isOptional whether there is something to say without the daemon @returns {Promise<Why>} */
  async #known(videoId, isOptional) {
    try {
      const {reasons, channel_id = null, channel_name = null, ...video} = await this.daemon.video(videoId);
      const {rating = null, duration_seconds = null, published_at = null} = video;
      return {reasons, channel_id, channel_name, rating, duration_seconds, published_at};
    } catch (error) {
      if (!isOptional || !(error instanceof DaemonError)) throw error;
      return {reasons: [], channel_id: null, channel_name: null};
    }
  }
}
