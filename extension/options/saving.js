// One change, sent at once, and answered in the section it belongs to.
import {request} from '../messages.js';
import {find} from '../ui/elements.js';
import {text, told} from '../ui/text.js';

/**
 * @param {HTMLElement} section with a place for a problem
 * @param {() => Promise<unknown>} change
 * @returns {Promise<boolean>} whether it was done; else the section says in a sentence why not
 */
export async function attempt(section, change) {
  const problem = find('.of-problem', section);
  try {
    await change();
    problem.textContent = '';
    return true;
  } catch (error) {
    problem.textContent = told(error);
    return false;
  }
}

/** Whether the person is at something in a list: drawn anew, it would take from them what they type. @param {HTMLElement} list */
export const isInUse = list => list.contains(document.activeElement);

/**
 * @param {HTMLElement} section with a place for "Saved." as well
 * @param {import('../types').Settings} change
 * @returns {Promise<boolean>} whether the daemon took it
 */
export async function save(section, change) {
  const saved = find('.of-saved', section);
  saved.textContent = '';
  const isSaved = await attempt(section, () => request('change-settings', change));
  if (isSaved) saved.textContent = text('saved');
  return isSaved;
}
