// The watch page beside its player: YouTube's own like buttons, and the place of our row.
import {pageElement} from './pages.js';

// Like and dislike of the video; the same buttons occur in comments, so only those of the page's own metadata (2023 on).
const BUTTONS = {
  thumbs_up: 'ytd-watch-metadata like-button-view-model button',
  thumbs_down: 'ytd-watch-metadata dislike-button-view-model button',
};
// The metadata under the player, and in it the description's row, before which our row stands (2022 on).
const METADATA = 'ytd-watch-metadata #above-the-fold:has(> #bottom-row)';
const BEFORE = ':scope > #bottom-row';

/**
 * Be told when a person presses YouTube's like or dislike: what is pressed then, or null when it was taken back.
 * @param {(type: 'thumbs_up' | 'thumbs_down' | 'clear_rating') => void} listener
 * @param {AbortSignal} signal
 */
export function onLike(listener, signal) {
  document.addEventListener('click', event => {
    if (!event.isTrusted || !(event.target instanceof Element)) return;
    for (const [type, selector] of Object.entries(BUTTONS)) {
      const button = event.target.closest(selector);
      if (button) listener(button.getAttribute('aria-pressed') === 'true' ? 'clear_rating' : /** @type {keyof typeof BUTTONS} */ (type));
    }
  }, {capture: true, signal});
}

/** The part of the page that holds the like buttons, and our row; null before it is there. @returns {Element | null} */
export const site = () => pageElement('watch')?.querySelector(METADATA) ?? null;

/** Put an element of ours under the like buttons. @param {Element} metadata @param {HTMLElement} element */
export const stand = (metadata, element) => metadata.querySelector(BEFORE)?.before(element);
