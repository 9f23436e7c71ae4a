// How many messages a tab may send: a bucket that fills steadily, so that a forged flood is refused and a busy page is not.

const PER_SECOND = 50;
const AT_ONCE = 200;

export class Pace {
  /** @type {Map<string, {left: number, at: number}>} */
  #buckets = new Map();

  /** @param {() => number} [now] in milliseconds */
  constructor(now = Date.now) {
    this.now = now;
  }

  /**
   * @param {string} sender
   * @returns {boolean} whether one more message is allowed now
   */
  allows(sender) {
    const now = this.now();
    const {left, at} = this.#buckets.get(sender) ?? {left: AT_ONCE, at: now};
    const refilled = Math.min(AT_ONCE, left + (now - at) / 1000 * PER_SECOND);
    this.#buckets.set(sender, {left: Math.max(0, refilled - 1), at: now});
    return refilled >= 1;
  }
}
