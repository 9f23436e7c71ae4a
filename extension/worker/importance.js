// What to give up first when the daemon stays away too long, and which of two forms of one event is the newer.

/** @typedef {import('../types').Signal} Signal */

/** From the least important: what was merely seen, what was touched, what was watched, what was said. */
const CLASSES = [['impression', 'ingested'], ['click', 'search'], ['watch']];

/** @param {Signal} event @returns {number} greater is kept longer */
export function importanceOf({type}) {
  const found = CLASSES.findIndex(types => types.includes(type));
  return found < 0 ? CLASSES.length : found;
}

/**
 * @param {Signal} held
 * @param {Signal} arrived under the same id
 * @returns {boolean} whether it is a watch that went on
 */
export function grownFrom(held, arrived) {
  const more = (/** @type {'seconds' | 'fraction'} */ part) => (arrived.watch?.[part] ?? 0) > (held.watch?.[part] ?? 0);
  return arrived.type === 'watch' && (more('seconds') || (arrived.watch?.seconds === undefined && more('fraction')));
}

/** @param {Signal[]} events @returns {Signal[]} each id once, a watch in its greatest form */
export function greatestForms(events) {
  /** @type {Map<string, Signal>} */
  const forms = new Map();
  for (const event of events) {
    const held = forms.get(event.id);
    if (!held || grownFrom(held, event)) forms.set(event.id, event);
  }
  return [...forms.values()];
}
