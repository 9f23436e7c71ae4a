// The panel that tells why a card stands where it stands, and what can be done about it.
// Try it: point at a card, press the question mark; Escape closes the panel.
import {dress, ownFrame} from './own-frame.js';
import {openPanel} from './panel.js';

const WIDTH = 380, HEIGHT = 340, GAP = 8;
const LOOK = {
  width: `${WIDTH}px`, height: `${HEIGHT}px`, 'border-radius': '12px', 'box-shadow': '0 4px 24px rgb(0 0 0 / 30%)',
};

/**
 * Open the panel of a video below a button; the one that was open closes.
 * @param {string} videoId
 * @param {HTMLElement} button
 * @param {import('../types').Surface | undefined} surface where the card stands
 * @param {AbortSignal} signal
 */
export function openWhy(videoId, button, surface, signal) {
  const panel = ownFrame('ownfeed-panel', `panel/why.html?video_id=${videoId}${surface ? `&surface=${surface}` : ''}`, chrome.i18n.getMessage('action_why'), LOOK);
  place(panel.holder, button.getBoundingClientRect());
  openPanel(panel, button, signal);
}

/** Below the button, or above it where the window ends; never outside the window. @param {HTMLElement} holder @param {DOMRect} beside */
function place(holder, beside) {
  const below = beside.bottom + GAP + HEIGHT < innerHeight;
  const top = below ? beside.bottom + GAP : Math.max(beside.top - GAP - HEIGHT, GAP);
  const left = Math.min(Math.max(beside.right - WIDTH, GAP), innerWidth - WIDTH - GAP);
  dress(holder, {position: 'absolute', 'z-index': '2200', top: `${top + scrollY}px`, left: `${left + scrollX}px`});
}
