// Which page is shown, and its live element. YouTube keeps earlier pages in the document, hidden, with all their cards.

/** @typedef {import('../types').PageKind} PageKind */

// Children of ytd-page-manager (2019 on); the shown one has no `hidden`.
/** @type {Partial<Record<PageKind, string>>} */
const ELEMENTS = {
  home: 'ytd-browse[page-subtype="home"]',
  watch: 'ytd-watch-flexy',
  shorts: 'ytd-shorts',
  search: 'ytd-search',
  subscriptions: 'ytd-browse[page-subtype="subscriptions"]',
  history: 'ytd-browse[page-subtype="history"]',
  channel: 'ytd-browse[page-subtype="channels"]',
  playlist: 'ytd-browse[page-subtype="playlist"]',
};

/** The page by its address; `key` changes when a person would say that another page is shown. @returns {import('../types').Page} */
export function currentPage() {
  const kind = ownfeedIds.pageKind(location.pathname);
  const videoId = ownfeedIds.videoIdOf(location);
  return {kind, videoId, key: `${kind} ${videoId ?? location.pathname + location.search}`};
}

/** The element of the page of this kind, if it is the one shown. @param {PageKind} kind @returns {HTMLElement | null} */
export function pageElement(kind) {
  const selector = ELEMENTS[kind];
  return selector ? document.querySelector(`${selector}:not([hidden])`) : null;
}

/** The place where every page stands; null before YouTube's application is there. @returns {HTMLElement | null} */
export const pageManager = () => document.querySelector('ytd-page-manager');

/**
 * Call back with the current page now, and with every page after it. YouTube's own event can be missed, so the browser's is the
 * second signal; the same page is told once.
 * @param {(page: import('../types').Page) => void} listener
 */
export function onPage(listener) {
  let key = '';
  const tell = () => {
    const page = currentPage();
    if (page.key === key) return;
    key = page.key;
    listener(page);
  };
  document.addEventListener('yt-navigate-finish', tell);
  window.navigation?.addEventListener('currententrychange', tell);
  window.addEventListener('popstate', tell);
  tell();
}

/**
 * Be told when a person sets out for another page (the address may still be the old one) or closes the tab.
 * @param {() => void} listener
 * @param {AbortSignal} signal
 */
export function onLeave(listener, signal) {
  document.addEventListener('yt-navigate-start', listener, {signal});
  window.addEventListener('pagehide', listener, {signal});
}

/** Be told when a person hides the tab, from which they may come back. @param {() => void} listener @param {AbortSignal} signal */
export const onHide = (listener, signal) => document.addEventListener('visibilitychange', () => document.hidden && listener(), {signal});

/** Open a video as one of YouTube's own links does. @param {string} videoId */
export const openVideo = videoId => window.postMessage({ownfeed: 'open', videoId}, location.origin);

/** Let the script in YouTube's own world restore what it listened to. */
export const stopReading = () => window.postMessage({ownfeed: 'stop'}, location.origin);
