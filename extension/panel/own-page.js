// What our pages in frames on YouTube's page have in common: a frame does not learn by itself that YouTube is dark, and reaches the page
// around it through the browser, where YouTube's scripts hear nothing.
import {MessageError, answerOf} from '../messages.js';
import {element} from '../ui/elements.js';
import {fillPage, text, told} from '../ui/text.js';

const YOUTUBE = 'https://www.youtube.com';

/** @type {URLSearchParams} */
export const asked = new URLSearchParams(location.search);

export function dressPage() {
  fillPage();
  document.documentElement.dataset['scheme'] = asked.get('scheme') ?? '';
  addEventListener('message', ({source, data}) => { // YouTube's page could say so, too, and see what it likes
    if (source === parent && /^(dark|light)$/.test(data?.scheme)) document.documentElement.dataset['scheme'] = data.scheme;
  });
}

/** Have the page close the panel. It may know that. */
export const close = () => parent.postMessage('ownfeed-close', YOUTUBE);

/** A button that closes the panel, as Escape does. @returns {HTMLButtonElement} */
export function closeButton() {
  const button = element('button', {class: 'of-close', type: 'button', 'aria-label': text('close')}, '×');
  button.addEventListener('click', close);
  addEventListener('keydown', ({key}) => {
    if (key === 'Escape') close();
  });
  return button;
}

/** What stands where something could not be shown. @param {unknown} error */
export function apologize(error) {
  if (!(error instanceof MessageError)) throw error;
  return element('p', {class: 'of-why', role: 'alert'}, told(error));
}

/** Ask something of the page around this frame.
 * @param {import('../types').Wish} wish @returns {Promise<any>} its answer; null where there is none of ours */
export async function askAround(wish) {
  const tab = await chrome.tabs.getCurrent();
  return tab?.id === undefined ? null : answerOf(tab.id, wish);
}
