// The panel that tells why a card stands where it stands. It is a page of the extension in a frame: YouTube's scripts can see that a
// frame is there, and cannot read a word of it.
// Try it: point at a card, press the question mark; Escape closes the panel.

const WIDTH = 380, HEIGHT = 280, GAP = 8;
const LOOK = {
  width: `${WIDTH}px`, height: `${HEIGHT}px`, border: '0', 'border-radius': '12px', 'box-shadow': '0 4px 24px rgb(0 0 0 / 30%)',
};

/** @type {AbortController | null} */
let open = null;

/**
 * Open the panel of a video below a button; the one that was open closes. It closes by itself when the person turns elsewhere.
 * @param {string} videoId
 * @param {HTMLElement} button gets the focus back
 * @param {AbortSignal} signal
 */
export function openWhy(videoId, button, signal) {
  open?.abort();
  const closing = open = new AbortController();
  const {holder, frame} = build(videoId);
  place(holder, button.getBoundingClientRect());
  const close = () => closing.abort();
  const within = {signal: closing.signal};
  addEventListener('message', event => { if (event.source === frame.contentWindow && event.data === 'ownfeed-close') close(); }, within);
  document.addEventListener('pointerdown', close, {...within, capture: true}); // presses inside the frame stay inside
  document.addEventListener('keydown', ({key}) => { if (key === 'Escape') close(); }, {...within, capture: true});
  signal.addEventListener('abort', close, within);
  closing.signal.addEventListener('abort', () => {
    holder.remove();
    button.focus({preventScroll: true});
  });
  document.body.append(holder);
}

/** @param {string} videoId */
function build(videoId) {
  const holder = document.createElement('ownfeed-panel');
  const frame = document.createElement('iframe');
  const scheme = document.documentElement.hasAttribute('dark') ? 'dark' : 'light'; // YouTube's own, which may not be the system's
  frame.src = chrome.runtime.getURL(`panel/why.html?video_id=${videoId}&scheme=${scheme}`);
  frame.title = chrome.i18n.getMessage('action_why');
  for (const [name, value] of Object.entries(LOOK)) frame.style.setProperty(name, value);
  frame.style.colorScheme = scheme;
  const inner = document.createElement('div');
  inner.attachShadow({mode: 'closed'}).append(frame);
  holder.append(inner);
  return {holder, frame};
}

/** Below the button, or above it where the window ends; never outside the window. @param {HTMLElement} holder @param {DOMRect} beside */
function place(holder, beside) {
  const below = beside.bottom + GAP + HEIGHT < innerHeight;
  const top = below ? beside.bottom + GAP : Math.max(beside.top - GAP - HEIGHT, GAP);
  const left = Math.min(Math.max(beside.right - WIDTH, GAP), innerWidth - WIDTH - GAP);
  const where = {position: 'absolute', 'z-index': '2200', top: `${top + scrollY}px`, left: `${left + scrollX}px`};
  for (const [name, value] of Object.entries(where)) holder.style.setProperty(name, value);
}
