// The ratings given in this browser, so that a thumb shows at once what holds, also while the daemon is away.
import {RATING_AFTER, isRating} from '../rating-signals.js';
import {answer, transact} from './database.js';

/** @typedef {import('../types').Rating} Rating */
/** @typedef {import('../types').Signal} Signal */

export class Ratings {
  /**
   * @param {Signal[]} events any; those that rate a video are remembered
   * @returns {Promise<void>}
   */
  note(events) {
    const rated = events.filter(isRating);
    return this.learn(rated.map(({video_id, type}) => ({video_id: video_id ?? '', rating: RATING_AFTER[type] ?? null})));
  }

  /**
   * @param {{video_id: string, rating: Rating | null}[]} videos as the daemon knows them
   * @returns {Promise<void>}
   */
  async learn(videos) {
    if (!videos.length) return;
    await transact(['ratings'], 'readwrite', async transaction => {
      const store = transaction.objectStore('ratings');
      for (const {video_id: videoId, rating} of videos) {
        await answer(rating ? store.put({videoId, rating}) : /** @type {IDBRequest} */ (store.delete(videoId)));
      }
    });
  }

  /**
   * @param {string[]} videoIds
   * @returns {Promise<Record<string, Rating>>} of those that have one
   */
  of(videoIds) {
    return transact(['ratings'], 'readonly', async transaction => {
      const store = transaction.objectStore('ratings');
      const found = await Promise.all(videoIds.map(videoId => answer(store.get(videoId))));
      return Object.fromEntries(found.filter(Boolean).map(({videoId, rating}) => [videoId, rating]));
    });
  }

  /** @returns {Promise<void>} */
  async clear() {
    await transact(['ratings'], 'readwrite', transaction => answer(transaction.objectStore('ratings').clear()));
  }
}
