// A panel over the page, one at a time. It closes by itself when the person turns elsewhere.

/** @type {AbortController | null} */
let open = null;

/**
 * @param {{holder: HTMLElement, frame: HTMLIFrameElement}} panel
 * @param {HTMLElement} button gets the focus back
 * @param {AbortSignal} signal
 */
export function openPanel({holder, frame}, button, signal) {
  open?.abort();
  const closing = open = new AbortController();
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
