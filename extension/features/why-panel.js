// The panel that tells why a card stands where it stands, and what can be done about it.
// Try it: point at a card, press the question mark; Escape closes the panel.
import {dress, ownFrame} from './own-frame.js';
import {openPanel} from './panel.js';

const WIDTH = 380, HEIGHT = 340, GAP = 8;
/** The frame is larger by this at each side, for the shadow of what stands in it (panel/why.css); no more, or the page would scroll sideways. */
const EDGE = GAP;
/** One size for all: the page can measure it, and would learn how much is said. Only a window that is narrower makes it so. */
const look = () => ({width: `${widthHere() + 2 * EDGE}px`, height: `${HEIGHT + 2 * EDGE}px`});

/**
 * Open the panel of a video below a button; the one that was open closes.
 * @param {string} videoId
 * @param {HTMLElement} button
 * @param {import('../types').Surface | undefined} surface where the card stands
 * @param {AbortSignal} signal
 */
export function openWhy(videoId, button, surface, signal) {
  const {side, top, left} = placeBeside(button.getBoundingClientRect());
  const address = `panel/why.html?video_id=${videoId}&side=${side}${surface ? `&surface=${surface}` : ''}`;
  const panel = ownFrame('ownfeed-panel', address, chrome.i18n.getMessage('action_why'), look());
  dress(panel.holder, {position: 'absolute', 'z-index': '2200', top: `${top - EDGE + scrollY}px`, left: `${left - EDGE + scrollX}px`});
  openPanel(panel, button, signal);
}

const widthHere = () => Math.min(WIDTH, innerWidth - 2 * GAP);

/** Below the button, or above it where the window ends; never outside the window. @param {DOMRect} beside */
function placeBeside(beside) {
  const above = beside.top - GAP - HEIGHT;
  const isBelow = beside.bottom + GAP + HEIGHT < innerHeight;
  const top = isBelow ? beside.bottom + GAP : Math.max(above, GAP);
  const left = Math.min(Math.max(beside.right - widthHere(), GAP), innerWidth - widthHere() - GAP);
  return {side: isBelow || above < GAP ? 'below' : 'above', top, left}; // what is said begins at the button
}
