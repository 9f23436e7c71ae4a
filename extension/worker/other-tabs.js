// A thumb given anywhere shows in every open tab of YouTube's.

/** @typedef {import('../types').Rating} Rating */

/** @type {Record<string, Rating | null>} */
const RATINGS = {thumbs_up: 'up', thumbs_down: 'down', not_interested: 'not_interested', clear_rating: null};

export class OtherTabs {
  /**
   * @param {object} needs
   * @param {{query(of: {url: string}): Promise<{id?: number | undefined}[]>}} needs.tabs
   * @param {typeof import('../messages.js').askPage} needs.askPage
   */
  constructor({tabs, askPage}) {
    this.tabs = tabs;
    this.askPage = askPage;
  }

  /** @param {import('../types').Signal[]} events that were stored */
  async tell(events) {
    const rated = events.flatMap(({type, video_id: videoId}) =>
      type in RATINGS && videoId ? [{videoId, rating: RATINGS[type] ?? null}] : []);
    if (!rated.length) return;
    const tabs = await this.tabs.query({url: 'https://www.youtube.com/*'});
    await Promise.all(tabs.flatMap(({id}) => id === undefined ? [] : rated.map(each => this.askPage(id, {rated: each}))));
  }
}
