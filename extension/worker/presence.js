// How things stand: with the daemon, with the queue, and whether anything of ours may stand on a page.

export class Presence {
  /**
   * @param {object} needs
   * @param {Pick<typeof import('../storage.js'), 'get'>} needs.storage
   * @param {Pick<import('./waiting-events.js').WaitingEvents, 'totals'>} needs.waiting
   * @param {Pick<import('./delivery.js').Delivery, 'trouble'>} needs.delivery
   */
  constructor({storage, waiting, delivery}) {
    this.storage = storage;
    this.waiting = waiting;
    this.delivery = delivery;
  }

  /**
   * @param {string} [surface] one without a mode is never off
   * @returns {Promise<import('../types').RankAnswer['state']>}
   */
  async on(surface = '') {
    const {get} = this.storage;
    const [client, paused, modes] = await Promise.all([get('client'), get('paused'), get('modes')]);
    if (!client) return 'unpaired';
    if (paused) return 'paused';
    if (/** @type {Partial<Record<string, string>>} */ (modes)[surface] === 'off') return 'off';
    return await this.delivery.trouble() ? 'away' : 'ok';
  }

  /** @returns {Promise<import('../types').Status>} */
  async status() {
    const {get} = this.storage;
    const [connection, address, paused, unread, totals] = await Promise.all([
      get('connection'), get('address'), get('paused'), get('unread'), this.waiting.totals(),
    ]);
    return {connection, address, paused: Boolean(paused), waiting: totals.count, dropped: totals.dropped, unread};
  }
}
