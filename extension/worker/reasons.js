// Why the videos of the last pages stood where they stood. Pages never get it; the panel and the popup ask for one video at a time.
import {DaemonError} from './daemon-error.js';

/** @typedef {import('../types').Card} Card */
/** @typedef {import('../types').Why} Why */

const MOST_VIDEOS = 400;

export class Reasons {
  /** @param {{daemon: Pick<import('./daemon.js').Daemon, 'video'>, storage: Pick<typeof import('../storage.js'), 'get' | 'set'>}} needs */
  constructor({daemon, storage}) {
    this.daemon = daemon;
    this.storage = storage;
  }

  /**
   * Remember what a slate said; the newest videos are kept.
   * @param {import('../types').RankReply['items']} items
   * @param {Card[]} cards
   * @returns {Promise<void>}
   */
  async note(items, cards) {
    const channels = new Map(cards.map(card => [card.video_id, card]));
    const noted = items.map(({video_id: videoId, reasons, action}) => /** @type {const} */ ([videoId, {
      reasons, action, title: channels.get(videoId)?.title ?? '', channel_id: channels.get(videoId)?.channel_id ?? null, channel_name: channels.get(videoId)?.channel_name ?? null,
    }]));
    const before = Object.entries(await this.storage.get('reasons')).filter(([videoId]) => !channels.has(videoId));
    await this.storage.set('reasons', Object.fromEntries([...before, ...noted].slice(-MOST_VIDEOS)));
  }

  /**
   * @param {string} videoId
   * @returns {Promise<Why>} the reasons of its last slate here, else those the daemon has now; and what the daemon knows of the video
   */
  async of(videoId) {
    const noted = (await this.storage.get('reasons'))[videoId];
    return {...await this.#known(videoId, noted !== undefined), ...noted};
  }

  /** @returns {Promise<(import('../types').Noted & {videoId: string})[]>} what the last slates hid, the newest first */
  async hidden() {
    const noted = Object.entries(await this.storage.get('reasons')).reverse();
    return noted.filter(([, {action}]) => action === 'hide').map(([videoId, why]) => ({videoId, ...why}));
  }

  /** @param {string} videoId @returns {Promise<void>} */
  async showAgain(videoId) {
    const {[videoId]: noted, ...others} = await this.storage.get('reasons');
    if (noted) await this.storage.set('reasons', {...others, [videoId]: {...noted, action: 'show'}});
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
