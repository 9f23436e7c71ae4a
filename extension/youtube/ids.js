// What YouTube's addresses say: which video, what kind of thing, which page.
// A classic script: first-order.js needs it before any module can be there; the modules find it as the same global.
var ownfeedIds = (() => {
  const VIDEO_ID = /^[A-Za-z0-9_-]{11}$/;
  // The plain link of most cards, told without taking the address apart.
  const PLAIN = /^\/watch\?v=([A-Za-z0-9_-]{11})(?:&(?:pp|t)=[^&]*)*$/;
  const MOST_KNOWN = 3_000;
  /** @type {Map<string, ReturnType<typeof read>>} what addresses lead to: every card of a page is asked often */
  const known = new Map();
  const FEEDS = /** @type {Record<string, string>} */ ({subscriptions: 'subscriptions', history: 'history'});

  /** @param {unknown} value @returns {value is string} */
  const isVideoId = value => typeof value === 'string' && VIDEO_ID.test(value);

  /**
   * What a card's link leads to; null when it is no video at all. A mix or playlist links to its first video, so the list decides.
   * @param {string | null | undefined} href
   * @returns {{kind: 'video' | 'short' | 'mix' | 'playlist', videoId: string} | null}
   */
  function target(href) {
    if (!href) return null;
    let found = known.get(href);
    if (found === undefined) {
      if (known.size >= MOST_KNOWN) known.clear();
      known.set(href, found = read(href));
    }
    return found;
  }

  /** The one video a card's link leads to, a Short too; null for a mix, a playlist, and what is no video. @param {string | null | undefined} href */
  function single(href) {
    const found = target(href);
    return found?.kind === 'video' || found?.kind === 'short' ? found : null;
  }

  /** @param {string} href @returns {{kind: 'video' | 'short' | 'mix' | 'playlist', videoId: string} | null} */
  function read(href) {
    const plain = PLAIN.exec(href)?.[1];
    if (plain) return {kind: 'video', videoId: plain};
    const url = parse(href);
    if (!url) return null;
    const videoId = videoIdOf(url);
    if (!videoId) return null;
    const list = url.searchParams.get('list');
    if (list?.startsWith('RD') || url.searchParams.has('start_radio')) return {kind: 'mix', videoId};
    if (list) return {kind: 'playlist', videoId};
    return {kind: url.pathname.startsWith('/shorts/') ? 'short' : 'video', videoId};
  }

  /**
   * The video a page of this address plays, else null.
   * @param {URL | Location} url
   * @returns {string | null}
   */
  function videoIdOf(url) {
    const [, first, second] = url.pathname.split('/');
    const id = first === 'watch' ? new URLSearchParams(url.search).get('v') : /^(shorts|live)$/.test(first ?? '') ? second : null;
    return isVideoId(id) ? id : null;
  }

  /**
   * @param {string} pathname
   * @returns {import('../types').PageKind}
   */
  function pageKind(pathname) {
    if (pathname === '/') return 'home';
    if (pathname === '/watch' || pathname.startsWith('/live/')) return 'watch';
    if (pathname.startsWith('/shorts/')) return 'shorts';
    if (pathname === '/results') return 'search';
    if (pathname === '/playlist') return 'playlist';
    if (pathname.startsWith('/feed/')) return /** @type {import('../types').PageKind} */ (FEEDS[pathname.split('/')[2] ?? ''] ?? 'other');
    return /^\/(@|channel\/|c\/|user\/)/.test(pathname) ? 'channel' : 'other';
  }

  /** @param {string} href */
  function parse(href) {
    try {
      const url = new URL(href, 'https://www.youtube.com');
      return url.hostname === 'www.youtube.com' ? url : null;
    } catch {
      return null;
    }
  }

  return {isVideoId, target, single, videoIdOf, pageKind};
})();
