// One part of the page at a time. The address says which, so that a link from elsewhere and the back button lead there.
import {find} from '../ui/elements.js';

const panels = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('.of-panel')]);

const OPENED = 'ownfeed-opened';

/** Call `listener` whenever the part that a section belongs to is opened. @param {HTMLElement} section @param {() => void} listener */
export const onOpened = (section, listener) => section.closest('.of-panel')?.addEventListener(OPENED, listener);

/** To be called once the page knows how the daemon is, when everything has its place. */
export function startNavigation() {
  addEventListener('hashchange', () => open()?.dispatchEvent(new Event(OPENED)));
  open();
}

/** @returns {Element | undefined} the part that is open now */
function open() {
  const wanted = document.getElementById(location.hash.slice(1));
  const panel = wanted?.closest('.of-panel') ?? panels[0];
  panels.forEach(each => each.classList.toggle('of-open', each === panel));
  for (const link of find('.of-navigation').querySelectorAll('a')) {
    const leadsHere = link.hash === `#${panel?.id}`;
    if (leadsHere) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  if (wanted && wanted !== panel) wanted.scrollIntoView();
  else scrollTo({top: 0});
  return panel;
}
