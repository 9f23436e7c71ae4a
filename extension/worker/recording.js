// What a person did, on its way to the disk: marked with the epoch it belongs to, and left out where it must not be recorded.

/** @typedef {import('../types').Signal} Signal */

// While paused nothing is recorded by itself; what a person says with a click still holds.
const RECORDED_BY_ITSELF = ['impression', 'click', 'watch', 'search', 'ingested'];

export class Recording {
  /**
   * @param {object} needs
   * @param {Pick<typeof import('../storage.js'), 'get'>} needs.storage
   * @param {Pick<import('./waiting-events.js').WaitingEvents, 'add'>} needs.waiting
   * @param {Pick<import('./ratings.js').Ratings, 'note'>} needs.ratings
   * @param {Pick<import('./delivery.js').Delivery, 'announce' | 'run'>} needs.delivery
   * @param {Pick<import('./open-tabs.js').OpenTabs, 'tellRated'>} needs.openTabs
   */
  constructor({storage, waiting, ratings, delivery, openTabs}) {
    this.storage = storage;
    this.waiting = waiting;
    this.ratings = ratings;
    this.delivery = delivery;
    this.openTabs = openTabs;
  }

  /**
   * Resolves when the events are on the disk; they are sent right after.
   * @param {Signal[]} events
   * @param {number} [from] the tab that tells them
   * @returns {Promise<{stored: string[]}>} all ids: also what was left out need not be told again
   */
  async keep(events, from) {
    const wanted = await this.#wanted(events);
    if (wanted.length) {
      await this.delivery.announce();
      await this.waiting.add(wanted);
      await this.ratings.note(wanted);
      void this.delivery.run();
      void this.openTabs.tellRated(wanted, from);
    }
    return {stored: events.map(({id}) => id)};
  }

  /** @param {Signal[]} events @returns {Promise<Signal[]>} */
  async #wanted(events) {
    const {get} = this.storage;
    const [client, paused, epoch] = await Promise.all([get('client'), get('paused'), get('epoch')]);
    if (!client) return [];
    const wanted = events.filter(({type}) => !paused || !RECORDED_BY_ITSELF.includes(type));
    return epoch === null ? wanted : wanted.map(event => ({...event, epoch}));
  }
}
