// The feed as the daemon has it now; its first page is kept, so that the popup opens with something to see. Where nothing can be kept, on a
// full disk say, there is a feed all the same.

/** @typedef {import('../types').FeedQuery} FeedQuery */

export class FeedReader {
  /**
   * @param {object} needs
   * @param {Pick<import('./daemon.js').Daemon, 'feed'>} needs.daemon
   * @param {Pick<typeof import('../storage.js'), 'set'>} needs.storage
   * @param {Pick<import('./ratings.js').Ratings, 'learn'>} needs.ratings
   */
  constructor({daemon, storage, ratings}) {
    this.daemon = daemon;
    this.storage = storage;
    this.ratings = ratings;
  }

  /** @param {FeedQuery} query @returns {Promise<import('../types').Feed>} */
  async read(query) {
    const feed = await this.daemon.feed(wireQuery(query));
    await this.#keep(feed, isFirstPage(query)).catch(console.error);
    return feed;
  }

  /** @param {import('../types').Feed} feed @param {boolean} isFirst */
  async #keep(feed, isFirst) {
    await this.ratings.learn(feed.videos);
    if (isFirst) await this.storage.set('feed', feed);
  }
}

/** @param {FeedQuery} query @returns {Record<string, string>} */
function wireQuery({sortBy, persona, mood, topic, limit, offset}) {
  const all = {sort_by: sortBy, persona, mood, topic, limit, offset};
  return Object.fromEntries(Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
}

/** @param {FeedQuery} query */
const isFirstPage = ({sortBy = 'score', persona, mood, topic, offset = 0}) =>
  sortBy === 'score' && [persona, mood, topic].every(narrowing => narrowing === undefined) && offset === 0;
