// A panel over the page, one at a time. It closes by itself when the person turns elsewhere.

/** @type {{button: HTMLElement, closing: AbortController} | null} */
let open = null;

/**
 * Open a panel, or close it if it is this button's that is open.
 * @param {{holder: HTMLElement, frame: HTMLIFrameElement}} panel
 * @param {HTMLElement} button gets the focus back
 * @param {AbortSignal} signal
 */
export function openPanel({holder, frame}, button, signal) {
  const before = open;
  before?.closing.abort();
  if (before?.button === button) return;
  const closing = new AbortController();
  open = {button, closing};
  const close = () => closing.abort();
  const within = {signal: closing.signal};
  addEventListener('message', event => { if (event.source === frame.contentWindow && event.data === 'ownfeed-close') close(); }, within);
  // Presses inside the frame stay inside; one on the button is its own business.
  document.addEventListener('pointerdown', event => { if (!isOn(button, event)) close(); }, {...within, capture: true});
  document.addEventListener('keydown', ({key}) => { if (key === 'Escape') close(); }, {...within, capture: true});
  signal.addEventListener('abort', close, within);
  closing.signal.addEventListener('abort', () => {
    open = null;
    holder.remove();
    button.setAttribute('aria-expanded', 'false');
    button.focus({preventScroll: true});
  });
  button.setAttribute('aria-expanded', 'true');
  document.body.append(holder);
}

/** Whether something was pressed where a button of ours is; what is in a closed root cannot be seen in the event.
 * @param {HTMLElement} button @param {PointerEvent} event */
function isOn(button, {clientX, clientY}) {
  const {left, right, top, bottom} = button.getBoundingClientRect();
  return left <= clientX && clientX < right && top <= clientY && clientY < bottom;
}
