// One sentence about how things stand, and the one thing to do about it.
import {find} from '../ui/elements.js';
import {text} from '../ui/text.js';

/** What to do, by state: the words on the button and the part of the options page it opens. @type {Record<string, [string, string]>} */
const ACTIONS = {
  no_videos: ['actionImport', '#history'],
  needs_ratings: ['actionImport', '#history'],
  all_watched: ['actionTopics', '#topics'],
  quota_exhausted: ['actionTopics', '#topics'],
  unpaired: ['actionPair', ''],
  refused: ['actionPair', ''],
  stranger: ['actionPair', ''],
};
const TROUBLES = ['away', 'unpaired', 'refused', 'stranger', 'outdated'];

/**
 * @param {string} state the feed's, or how the daemon was found
 * @param {string} message the daemon's own sentence
 */
export function showNotice(state, message) {
  const notice = find('.of-notice');
  const button = /** @type {HTMLButtonElement} */ (find('button', notice));
  const [label, anchor] = ACTIONS[state] ?? [];
  notice.hidden = (state === 'ready' && !message) || state === 'loading';
  notice.classList.toggle('of-notice-bad', TROUBLES.includes(state) || state === 'failed');
  find('p', notice).textContent = TROUBLES.includes(state) ? text(`trouble_${state}`) : message;
  button.hidden = !label;
  button.textContent = label ? text(label) : '';
  button.onclick = () => void chrome.tabs.create({url: chrome.runtime.getURL(`options/options.html${anchor}`)});
}
