// The main player: which <video> it is, which video it plays, and whether that is an advertisement just now.
import {currentPage} from './pages.js';

// The watch page's player and its media (2012 on); Shorts have a player of their own.
const MEDIA = {watch: '#movie_player video', shorts: '#shorts-player video'};
// The same player goes on beside other pages: in a corner (class names changed in 2026, the element did not), or in a window of its own.
const MINI = 'ytd-miniplayer #movie_player video, #movie_player video:picture-in-picture';
// A card's hover preview is a second player, often the first <video> of the document; a channel's trailer is a third.
const NOT_MAIN = 'ytd-video-preview, #inline-preview-player, ytd-channel-video-player-renderer';
// The class of the player while an advertisement plays in the same <video>.
const AD = '.ad-showing, .ad-interrupting';
// The watch page carries its video's id; it changes late, after the address, when the new video is really there.
const WATCH_PAGE = 'ytd-watch-flexy[video-id]:not([hidden])';

/** Whether a <video> is the player of the page, not a preview. @param {EventTarget | null} media @returns {media is HTMLVideoElement} */
export function isMain(media) {
  const kind = currentPage().kind;
  const selector = kind === 'watch' || kind === 'shorts' ? MEDIA[kind] : MINI;
  return media instanceof HTMLVideoElement && media.matches(selector) && !media.closest(NOT_MAIN);
}

/** @param {Element} media */
export const isAd = media => media.closest(AD) !== null;

/** The video that the main player plays now; null while the page is between two videos. @returns {string | null} */
export function playedVideoId() {
  const {kind, videoId} = currentPage();
  if (kind === 'shorts') return videoId;
  if (kind !== 'watch') return left();
  const shown = document.querySelector(WATCH_PAGE)?.getAttribute('video-id');
  return !shown || shown === videoId ? videoId : null;
}

/** The video of the watch page that was left: what the miniplayer plays. */
function left() {
  const videoId = document.querySelector('ytd-watch-flexy[video-id]')?.getAttribute('video-id');
  return ownfeedIds.isVideoId(videoId) ? videoId : null;
}

/** Seconds of what plays; null for live streams and before it is known. @param {HTMLVideoElement} media @returns {number | null} */
export const durationOf = media => Number.isFinite(media.duration) && media.duration > 0 ? media.duration : null;
