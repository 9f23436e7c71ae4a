// One change of a setting: sent, and answered in the section it belongs to.
import {request} from '../messages.js';
import {find} from '../ui/elements.js';
import {text} from '../ui/text.js';

/**
 * @param {HTMLElement} section with a place for "Saved." and one for a problem
 * @param {import('../types').Settings} change
 * @returns {Promise<boolean>} whether the daemon took it
 */
export async function save(section, change) {
  const [saved, problem] = [find('.of-saved', section), find('.of-problem', section)];
  saved.textContent = problem.textContent = '';
  try {
    await request('change-settings', change);
    saved.textContent = text('saved');
    return true;
  } catch (error) {
    problem.textContent = /** @type {Error} */ (error).message;
    return false;
  }
}
