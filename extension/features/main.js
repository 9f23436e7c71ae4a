// The entry of the modules: starts the features of each page a person comes to, and ends them when it is left.
import {onWish} from '../messages.js';
import {youtube} from '../youtube/index.js';
import {features} from './index.js';
import {Outbox} from './outbox.js';
import {Thumbs} from './thumbs.js';

/** @type {Partial<Record<import('../types').PageKind, import('../types').Surface>>} */
const SURFACES = {
  home: 'home', watch: 'watch_next', search: 'search', subscriptions: 'subscriptions', channel: 'channel', playlist: 'playlist', shorts: 'shorts',
  history: 'history',
};

let current = new AbortController();
/** Ends when the extension that loaded this page is no longer there. */
const forever = new AbortController();

const signals = new Outbox(end);
const thumbs = new Thumbs(signals);
onWish(({rated}) => { if (rated) void thumbs.renew(); }, forever.signal);
for (const press of ['pointerdown', 'keydown']) document.addEventListener(press, endIfGone, {capture: true, passive: true, signal: forever.signal});

function end() {
  forever.abort();
  current.abort();
  youtube.stopReading();
}

/** Of a reload of the extension nobody tells its pages: what is pressed then, or comes on another page, could only fail. */
function endIfGone() {
  if (!chrome.runtime?.id) end();
}

youtube.onPage(page => {
  current.abort();
  endIfGone();
  if (forever.signal.aborted) return;
  current = new AbortController();
  const surface = SURFACES[page.kind];
  for (const feature of features) {
    if (feature.pages.includes(page.kind)) feature.start({youtube, signals, thumbs, page, surface, signal: current.signal, gone: forever.signal});
  }
});
window.addEventListener('pagehide', () => signals.leave(true), {capture: true}); // before any feature has its last word
window.addEventListener('pagehide', () => signals.flush());
window.addEventListener('pageshow', ({persisted}) => {
  signals.leave(false);
  // What was said elsewhere while Chrome kept this page for the way back, nobody could tell it.
  if (persisted) void thumbs.renew();
});
