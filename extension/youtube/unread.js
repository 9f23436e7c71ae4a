// Cards that YouTube shows and nothing here can read: the sign that its page has changed. Found by what never changed, a picture that
// is a link to a video.
import {ADVERT, CARDS, isNoVideo, isReadable} from './cards.js';
import {currentPage, pageElement} from './pages.js';

/** @typedef {import('../types').PageKind} PageKind */

// The part of a page that lists videos; the rest of a watch page links to videos for other reasons.
/** @type {Partial<Record<PageKind, string>>} */
const PARTS = {watch: '#related'};
// What holds a video's picture and is known not to be the card of one video: Shorts, posts, playlists and films in their own cards,
// a channel's trailer, the queue, and the player's own pictures.
const OTHERS = [
  'ytm-shorts-lockup-view-model', 'ytm-shorts-lockup-view-model-v2', 'ytd-reel-item-renderer', 'ytd-post-renderer', 'ytd-backstage-post-renderer',
  'ytd-radio-renderer', 'ytd-playlist-renderer', 'ytd-grid-playlist-renderer', 'ytd-movie-renderer', 'ytd-grid-movie-renderer',
  'ytd-playlist-panel-video-renderer', 'ytd-playlist-video-renderer', 'ytd-playlist-header-renderer', 'yt-page-header-view-model',
  'ytd-channel-video-player-renderer', 'ytd-channel-featured-content-renderer', 'ytd-universal-watch-card-renderer', '.html5-video-player',
].join(', ');
const PICTURES = 'a[href*="/watch?"], a[href*="/shorts/"], a[href*="/live/"]';
const NAMES = new Set(CARDS.split(', '));

/** How many videos stand on the shown page in cards that are not recognised, each counted once. @returns {number} */
export function unreadCards() {
  const {kind} = currentPage();
  const page = pageElement(kind) ?? document.querySelector('ytd-page-manager > :not([hidden])');
  const part = PARTS[kind] ? page?.querySelector(PARTS[kind]) : page;
  if (!part) return 0;
  const unreadable = [...part.querySelectorAll(CARDS)].filter(card => !isReadable(card)); // nearly none
  const links = [...picturesOutside(part), ...unreadable.flatMap(card => [...card.querySelectorAll(PICTURES)])];
  return new Set(links.filter(isUnread).map(link => ownfeedIds.target(link.getAttribute('href'))?.videoId)).size;
}

/** The links to videos that stand in no card: most of a page are cards, into which nobody needs to look.
 * @param {Element} part @returns {Element[]} */
function picturesOutside(part) {
  const walker = document.createTreeWalker(part, NodeFilter.SHOW_ELEMENT, node => {
    const {localName} = /** @type {Element} */ (node);
    return NAMES.has(localName) ? NodeFilter.FILTER_REJECT : localName === 'a' ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP;
  });
  const links = [];
  while (walker.nextNode()) links.push(/** @type {Element} */ (walker.currentNode));
  return links.filter(link => link.matches(PICTURES));
}

/** Whether a link is a video's picture in a card that we cannot read. @param {Element} link */
function isUnread(link) {
  if (!link.querySelector('img')) return false;
  const card = link.closest(CARDS);
  if (card && isReadable(card)) return false; // it stands in another that is none
  const href = link.getAttribute('href'), target = ownfeedIds.target(href);
  if (!target || link.closest(`${ADVERT}, ${OTHERS}, [hidden]`)) return false;
  return card ? ownfeedIds.single(href) !== null && !isNoVideo(card, target.videoId) : true;
}
