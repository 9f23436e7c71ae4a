// When waiting events are sent: at once, when the worker starts, when the network is back, and every 30 s while any wait or the daemon is away.
import {DaemonError} from './daemon-error.js';

const ALARM = 'deliver';
const EVERY_MINUTES = 0.5;
// Trying again does not help until somebody has done something.
const NEEDS_A_PERSON = ['unpaired', 'refused', 'outdated'];

export class Delivery {
  /**
   * @param {object} needs
   * @param {import('./daemon.js').Daemon} needs.daemon
   * @param {import('./queue.js').Queue} needs.queue
   * @param {Pick<typeof chrome.alarms, 'create' | 'clear'>} needs.alarms
   */
  constructor({daemon, queue, alarms}) {
    this.daemon = daemon;
    this.queue = queue;
    this.alarms = alarms;
  }

  /** Set the alarm first: should the worker be stopped right after storing, it wakes and sends. @returns {Promise<void>} */
  async announce() {
    await this.alarms.create(ALARM, {periodInMinutes: EVERY_MINUTES});
  }

  /** Look for the daemon and send what waits; tried again later when it cannot be done now. @returns {Promise<void>} */
  async run() {
    const trouble = await this.trouble();
    if (NEEDS_A_PERSON.includes(trouble ?? '')) return;
    if (!trouble && await this.queue.flush()) await this.alarms.clear(ALARM);
    else await this.announce();
  }

  /** @param {chrome.alarms.Alarm} alarm @returns {Promise<void>} */
  async onAlarm({name}) {
    if (name === ALARM) await this.run();
  }

  /** @returns {Promise<string | null>} the code of what is in the way, null when the daemon is there */
  async trouble() {
    try {
      await this.daemon.meet();
      return null;
    } catch (error) {
      if (error instanceof DaemonError) return error.code;
      throw error;
    }
  }
}
