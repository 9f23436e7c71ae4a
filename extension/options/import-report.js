// What is said of an import while it runs and when it has ended.
import {clock, number} from '../ui/figures.js';
import {language, text} from '../ui/text.js';
import {isObject} from '../worker/checks.js';

const WINDOW_MS = 10_000;
const SURE_AFTER_MS = 1_500;

/** Of the last seconds only: reading is slower once rows are stored. */
export class Pace {
  /** @type {{at: number, share: number}[]} */
  #seen = [];

  /** @param {number} size in bytes */
  constructor(size) {
    this.size = size;
  }

  /**
   * @param {import('../types').Job} job
   * @param {number} now in milliseconds
   * @returns {string} share, speed and time left, as far as they are known
   */
  say({done, total}, now) {
    if (!total) return text('importRunning');
    const share = done / total;
    this.#seen.push({at: now, share});
    while (this.#seen.length > 2 && now - (this.#seen[0]?.at ?? now) > WINDOW_MS) this.#seen.shift();
    const first = this.#seen[0] ?? {at: now, share};
    const perMs = (share - first.share) / (now - first.at);
    const percent = `${Math.floor(100 * share)} %`;
    if (!(now - first.at >= SURE_AFTER_MS) || !(perMs > 0)) return percent;
    const megabytes = new Intl.NumberFormat(language(), {maximumFractionDigits: 1}).format(perMs * this.size / 1000);
    return text('importProgress', percent, megabytes, clock((1 - share) / perMs / 1000));
  }
}

/** @param {import('../types').Job} job @returns {string[]} the sentence that counts, then what else is to be known */
export function reportOf({error, result}) {
  if (error) return [error];
  if (!isObject(result)) return [text('importDone')];
  const {new: added, existing, skipped} = /** @type {Record<string, number>} */ (result);
  const lines = [text('importReport', counted(added), counted(existing), counted(skipped))];
  const {reasons, notes, new_format: isNewFormat} = /** @type {Record<string, unknown>} */ (result);
  const skips = Object.entries(/** @type {Record<string, unknown>} */ (reasons ?? {})).map(([reason, count]) => `${nameOf(reason)}: ${counted(count)}`);
  if (skips.length) lines.push(text('importSkipped', skips.join(', ')));
  if (isNewFormat) lines.push(text('importNewFormat'));
  return Array.isArray(notes) ? [...lines, ...notes.map(String)] : lines;
}

/** @param {unknown} count */
const counted = count => number(Number(count ?? 0), language());

/** @param {string} reason as the daemon names it, such as "already imported" */
function nameOf(reason) {
  const key = `importSkipped_${reason.replaceAll(' ', '_')}`;
  const name = text(key);
  return name === key ? reason : name;
}
