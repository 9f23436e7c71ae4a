// How many cards of YouTube's pages were not recognised when each surface was last looked at; forgotten with the browser.

export class Unread {
  /** @param {{storage: Pick<typeof import('../storage.js'), 'get' | 'set'>}} needs */
  constructor({storage}) {
    this.storage = storage;
    /** @type {Promise<unknown>} one after the other: two tabs may tell at once */
    this.turn = Promise.resolve();
  }

  /**
   * @param {{surface: import('../types').Surface, count: number}} seen
   * @returns {Promise<null>}
   */
  async note({surface, count}) {
    await (this.turn = this.turn.then(() => this.#write(surface, count)));
    return null;
  }

  /** @param {import('../types').Surface} surface @param {number} count */
  async #write(surface, count) {
    const {[surface]: before, ...others} = await this.storage.get('unread');
    if ((before ?? 0) !== count) await this.storage.set('unread', count ? {...others, [surface]: count} : others);
  }
}
