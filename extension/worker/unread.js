// How many cards of YouTube's pages were not recognised when each surface was last looked at; forgotten with the browser.
import {Turns} from './turns.js';

export class Unread {
  #turns = new Turns(); // two tabs may tell at once

  /** @param {{storage: Pick<typeof import('../storage.js'), 'get' | 'set'>}} needs */
  constructor({storage}) {
    this.storage = storage;
  }

  /**
   * @param {{surface: import('../types').Surface, count: number}} seen
   * @returns {Promise<null>}
   */
  async note({surface, count}) {
    await this.#turns.take(() => this.#write(surface, count));
    return null;
  }

  /** @param {import('../types').Surface} surface @param {number} count */
  async #write(surface, count) {
    const {[surface]: before, ...others} = await this.storage.get('unread');
    if ((before ?? 0) !== count) await this.storage.set('unread', count ? {...others, [surface]: count} : others);
  }
}
