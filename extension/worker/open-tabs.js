// What every open tab of YouTube's is told: that a thumb was given elsewhere, and that OwnFeed came or went. Never more: a tab that was
// taken over learns no more than of the videos it names itself, when it asks anew.
import {isRating} from '../rating-signals.js';

/** @typedef {import('../types').Wish} Wish */

export class OpenTabs {
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
  async tellRated(events, from) {
    if (events.some(isRating)) await this.#tell({rated: true}, from);
  }

  /** Whether anything of ours may stand on a page is to be asked anew: the daemon is back, or the person paused or resumed. */
  tellStanding() {
    return this.#tell({standing: true});
  }

  /** @param {Wish} wish @param {number} [but] the one tab that is not told */
  async #tell(wish, but) {
    const tabs = await this.tabs.query({url: 'https://www.youtube.com/*'});
    await Promise.all(tabs.flatMap(({id}) => id === undefined || id === but ? [] : [this.askPage(id, wish)]));
  }
}
