// Deleting everything about the person, here and in the daemon, in an order in which nothing can come back.

export class Wipe {
  /**
   * @param {object} needs
   * @param {Pick<typeof import('../storage.js'), 'get' | 'set'>} needs.storage
   * @param {Pick<import('./daemon.js').Daemon, 'meet' | 'forget' | 'wipe'>} needs.daemon
   * @param {Pick<import('./person.js').Person, 'forget' | 'isInEpoch'>} needs.person
   */
  constructor({storage, daemon, person}) {
    this.storage = storage;
    this.daemon = daemon;
    this.person = person;
  }

  /**
   * Nothing is touched while the daemon is away. Should it fail in between, recording stays paused: the person is told, and asks again.
   * That it is paused by a wipe, and not by the person, is remembered until one succeeds, by whichever worker.
   * @returns {Promise<void>} resolved when both sides are empty and a new epoch has begun
   * @throws {import('./daemon-error.js').DaemonError}
   */
  async run() {
    this.daemon.forget(); // what was true a second ago is not enough
    await this.daemon.meet();
    if (!await this.storage.get('paused')) await this.storage.set('paused', 'by wipe');
    await this.person.forget();
    const {epoch} = await this.daemon.wipe();
    // What was under way meanwhile belongs to the old epoch, and goes as well.
    await this.person.isInEpoch(epoch);
    this.daemon.forget();
    if (await this.storage.get('paused') === 'by wipe') await this.storage.set('paused', false);
  }
}
