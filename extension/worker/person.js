// Everything in the browser that belongs to the person who is paired, apart from the token: what waits, ratings, the last feed, modes.

export class Person {
  /**
   * @param {object} needs
   * @param {typeof import('../storage.js')} needs.storage
   * @param {Pick<import('./waiting-events.js').WaitingEvents, 'keepOnly'>} needs.waiting
   * @param {Pick<import('./ratings.js').Ratings, 'clear'>} needs.ratings
   */
  constructor({storage, waiting, ratings}) {
    this.storage = storage;
    this.waiting = waiting;
    this.ratings = ratings;
  }

  /**
   * After a wipe of the daemon's data a new epoch begins: what was stored here before it must not come back.
   * @param {import('../types').Id} epoch
   * @returns {Promise<void>}
   */
  async isInEpoch(epoch) {
    if (await this.storage.get('epoch') === epoch) return;
    await this.waiting.keepOnly(epoch);
    await this.#forgetCopies();
    await this.storage.set('recordedSince', Date.now()); // first: a watch that goes on would be taken for one of the new epoch
    await this.storage.set('epoch', epoch);
  }

  /** Forget all of it, with what waits. @returns {Promise<void>} */
  async forget() {
    await this.waiting.keepOnly(null);
    await this.#forgetCopies();
    await this.storage.set('epoch', null);
  }

  async #forgetCopies() {
    await this.ratings.clear();
    await this.storage.set('feed', null);
    await this.storage.set('reasons', []);
    await this.storage.set('unrecorded', []);
    await this.storage.reset('modes');
  }
}
