// What the daemon keeps out of sight on home is one press away: a small button at the corner, the same whatever and how much is hidden.
// Try it: watch a video to its end, open home; the button lists it with the reason, and shows it again.
import {onWish} from '../messages.js';
import {loudStyle, quietStyle} from './controls-style.js';
import {icon} from './icons.js';
import {hideInside, keepInside} from './inside.js';
import {dress, ownFrame} from './own-frame.js';
import {openPanel} from './panel.js';

const CORNER = {position: 'fixed', 'inset-block-end': '24px', 'inset-inline-end': '24px', 'z-index': '2000'};
const PANEL = {...CORNER, 'inset-block-end': '80px', 'z-index': '2200'};
const LOOK = {
  width: 'min(420px, calc(100vw - 48px))', height: 'min(520px, calc(100vh - 160px))', 'border-radius': '12px',
  'box-shadow': '0 4px 24px rgb(0 0 0 / 30%)',
};

/** @type {import('../types').Feature} */
export const hidden = {
  id: 'hidden',
  pages: ['home'],
  start({youtube, signal}) {
    const {holder, button} = build(chrome.i18n.getMessage('hiddenTitle'));
    button.addEventListener('click', () => {
      const panel = ownFrame('ownfeed-panel', 'panel/hidden.html', button.title, LOOK);
      dress(panel.holder, PANEL);
      openPanel(panel, button, signal);
    });
    youtube.arrangements.home?.whenHidden(isAny => {
      if (!isAny || signal.aborted) holder.remove();
      else if (!holder.isConnected) document.body.append(holder); // moved, it would lose the focus, and a click half made
    });
    onWish(({again}) => { if (again) youtube.arrangements.home?.showAgain(again); }, signal);
    // What the daemon would hide stands there all the same where a batch would become too short, or where it was painted already.
    onWish(({shown}) => shown && youtube.videoCards().map(card => card.videoId).filter(videoId => youtube.arrangements.home?.standing(videoId)), signal);
    signal.addEventListener('abort', () => holder.remove());
  },
};

/** @param {string} title */
function build(title) {
  const holder = document.createElement('ownfeed-bar');
  const button = document.createElement('button');
  const attributes = {type: 'button', 'data-action': 'hidden', title, 'aria-label': title, 'aria-expanded': 'false'};
  for (const [name, value] of Object.entries(attributes)) button.setAttribute(name, value);
  button.append(icon('hidden'));
  const body = document.createElement('div');
  body.className = 'corner';
  body.append(button);
  hideInside(holder, body).adoptedStyleSheets = [quietStyle(), loudStyle()];
  keepInside(holder);
  dress(holder, CORNER);
  return {holder, button};
}
