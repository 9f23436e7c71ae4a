// A thumb given anywhere shows in every open tab of YouTube's. A tab is told that something was rated, never what: one that was taken over
// learns no more than of the videos it names itself.
import {isRating} from '../rating-signals.js';

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

  /** @param {import('../types').Signal[]} events that were stored @param {number} [from] the tab that told them, which knows */
  async tell(events, from) {
    if (!events.some(isRating)) return;
    const tabs = await this.tabs.query({url: 'https://www.youtube.com/*'});
    await Promise.all(tabs.flatMap(({id}) => id === undefined || id === from ? [] : [this.askPage(id, {rated: true})]));
  }
}
