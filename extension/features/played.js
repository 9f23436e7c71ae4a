// Seconds of a video that were really played: the union of the position ranges that playback went through.

const LONGEST_STEP_SECONDS = 2; // between two reports of a player at normal speed; more is a jump
const MOST_PARTS = 100; // the daemon takes no more

/** @param {number} seconds */
const tenths = seconds => Math.round(10 * seconds) / 10;

export class Played {
  /** @type {[number, number][]} from and to, in seconds, apart from each other and in order */
  #ranges = [];
  /** @type {number | null} */
  #last = null;

  /**
   * Playback is at this position. A step that playback cannot have taken is a seek and adds nothing.
   * @param {number} position seconds
   * @param {number} rate 2 is double speed
   */
  reach(position, rate) {
    const step = this.#last === null ? 0 : position - this.#last;
    if (this.#last !== null && step > 0 && step < LONGEST_STEP_SECONDS * Math.max(rate, 1)) this.#add(this.#last, position);
    this.#last = position;
  }

  /**
   * Playback broke off to go elsewhere: what it went through since the last report is in the browser's own account by now.
   * @param {Pick<TimeRanges, 'length' | 'start' | 'end'>} browsers
   * @param {number} rate
   */
  breakOff(browsers, rate) {
    for (let i = 0; i < browsers.length; i += 1) {
      if (this.#last !== null && browsers.start(i) <= this.#last && this.#last < browsers.end(i)) this.reach(browsers.end(i), rate);
    }
    this.leap();
  }

  /** Playback is somewhere else now, or something else plays: the next position begins a range. */
  leap() {
    this.#last = null;
  }

  /** Seconds, each counted once however often it was played. */
  get seconds() {
    return this.#ranges.reduce((sum, [from, to]) => sum + to - from, 0);
  }

  /** @returns {[number, number][]} which seconds those are, to a tenth; of very many ranges the longest */
  get parts() {
    const longest = this.#ranges.toSorted((one, other) => (other[1] - other[0]) - (one[1] - one[0])).slice(0, MOST_PARTS);
    return longest.sort((one, other) => one[0] - other[0]).map(([from, to]) => [tenths(from), tenths(to)]);
  }

  /** @param {number} from @param {number} to */
  #add(from, to) {
    const apart = this.#ranges.filter(([start, end]) => end < from || start > to);
    const joined = this.#ranges.filter(([start, end]) => end >= from && start <= to);
    const whole = /** @type {[number, number]} */ ([Math.min(from, ...joined.map(range => range[0])), Math.max(to, ...joined.map(range => range[1]))]);
    this.#ranges = [...apart, whole].sort((one, other) => one[0] - other[0]);
  }
}
