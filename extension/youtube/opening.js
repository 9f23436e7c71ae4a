// Runs in YouTube's own world: opens a video as a click on one of YouTube's own links does, so that a miniplayer lives on.
// The page may forge this message; all it can do with it is to go where it can go anyway.
(() => {
  const PATIENCE_MS = 500;

  /** What a link of YouTube's carries (in maintained extensions since 2021; not seen in a saved page). @param {string} videoId */
  const endpointOf = videoId => ({
    commandMetadata: {webCommandMetadata: {url: `/watch?v=${videoId}`, webPageType: 'WEB_PAGE_TYPE_WATCH', rootVe: 3832}},
    watchEndpoint: {videoId},
  });

  /** @param {string} videoId */
  function open(videoId) {
    const isUnderWay = new AbortController();
    document.addEventListener('yt-navigate-start', () => isUnderWay.abort(), {once: true, signal: isUnderWay.signal});
    document.querySelector('ytd-app')?.dispatchEvent(new CustomEvent('yt-navigate', {bubbles: true, detail: {endpoint: endpointOf(videoId)}}));
    // Nobody has set out: the page has changed, or is not there yet. The way of every link is left.
    setTimeout(() => isUnderWay.signal.aborted || location.assign(`/watch?v=${videoId}`), PATIENCE_MS);
  }

  window.addEventListener('message', ({source, data}) => {
    if (source === window && data?.ownfeed === 'open' && /^[\w-]{11}$/.test(data.videoId)) open(data.videoId);
  });
})();
