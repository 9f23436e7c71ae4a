// Cards: where they are on the live page, which video each shows, what it says about it. Cells are reused for other videos, so
// everything is read at the moment it is needed.
import {currentPage, pageElement, pageManager} from './pages.js';

/** @typedef {import('../types').Card} Card */

export const CARDS = [
  'yt-lockup-view-model', // home, subscriptions, channel, sidebar, history: since 2024
  'ytd-rich-grid-media', // home and subscriptions: old, still used for movies and some accounts
  'ytd-video-renderer', // search, 2026 too
  'ytd-compact-video-renderer', // sidebar, to 2025
  'ytd-grid-video-renderer', // channel, old
].join(', ');
// Advertising is never a card, even when it holds a normal-looking one (January 2026) or a plain /watch link (2024, 2025).
export const ADVERT = 'ytd-ad-slot-renderer, ytd-in-feed-ad-layout-renderer, ytd-promoted-sparkles-web-renderer, ytd-search-pyv-renderer, #masthead-ad, #player-ads';
// The picture's and the title's link of every card.
const LINK = 'a[href*="/watch?"], a[href*="/shorts/"], a[href*="/live/"]';
// The title: `title` attribute of the heading (new), of the link or its text (old).
const TITLE = 'h3[title], #video-title[title], #video-title-link[title], #video-title, h3 a';
// The player that plays a card's video over its picture while the pointer is there: outside every card, with a link of its own (2023 on).
const PREVIEW = 'ytd-video-preview';
// The undo in the notice that stands instead of a dismissed card, new (in programs of 2026) and old.
const UNDO = '.ytDismissibleItemReplacedContent button, [is-dismissed] #dismissed button';
// The channel's link; a sidebar card has none.
const CHANNEL = 'a[href^="/@"], a[href^="/channel/"]';
// The same where it names whose video it is, new and old; a description may hold others.
const OWNER = 'yt-content-metadata-view-model :is(a[href^="/@"], a[href^="/channel/"]), ytd-channel-name a';
// Rows of the new card's metadata: one or two, by page and experiment (June 2026: one row on home).
const ROWS = 'yt-content-metadata-view-model > div';
// Texts in such a row, by class in three generations: `…__metadata-text` (to March 2026), `…MetadataText` (April 2026 on).
const TEXTS = '[class*="metadata-text"], [class*="MetadataText"]';
// Views and age of the old card.
const OLD_LINE = '#metadata-line > span.inline-metadata-item';
// Badges over the picture, new and old; a time is one of them.
const BADGES = 'badge-shape, ytd-thumbnail-overlay-time-status-renderer #text';
// Pictures of several channels on one card (2025 on): the text beside them is nobody's name.
const SEVERAL = 'yt-avatar-stack-view-model';
// Live: class of the badge in three generations, attribute in the old card.
const LIVE = '[class*="thumbnail-live"], [class*="ThumbnailLive"], [overlay-style="LIVE"]';
// The red bar of what was watched. The same element also draws position bars that say nothing: only this segment counts.
const WATCHED = '[class*="WatchedProgressBarSegment"], ytd-thumbnail-overlay-resume-playback-renderer #progress';
// Where an element of ours may stand beside the link, not inside it: the new card's host, the old card's body.
const HOST = ':scope > div[class*="lockup" i], :scope > #dismissible';
// What such bars stand in, new (2024 on) and old: few, and found by their names alone.
const BARS = ['yt-thumbnail-overlay-progress-bar-view-model', 'ytd-thumbnail-overlay-resume-playback-renderer'];
// A day of the history page and its heading (2019 on).
const DAY = 'ytd-item-section-renderer';
const HEADING = ':scope > #header #title';
const LOOK_EVERY_MS = 100;

/** The video cards of the shown page. @returns {{element: HTMLElement, videoId: string}[]} */
export function videoCards() {
  const page = pageElement(currentPage().kind);
  if (!page) return [];
  const elements = /** @type {HTMLElement[]} */ ([...page.querySelectorAll(CARDS)]);
  return elements.flatMap(element => {
    const videoId = videoIdOf(element);
    return videoId ? [{element, videoId}] : [];
  });
}

/** The one video a card shows now; null for all that is no video of its own, and for empty cards. @param {Element} card @returns {string | null} */
export function videoIdOf(card) {
  const target = targetOf(card);
  return target && !isNoVideo(card, target.videoId) ? target.videoId : null;
}

/** @param {Element} card */
const targetOf = card => ownfeedIds.single(card.querySelector(LINK)?.getAttribute('href'));

/** Whether a card that leads to a video is an ad, a film that is sold, or a card that the person dismissed.
 * @param {Element} card @param {string} videoId */
export const isNoVideo = (card, videoId) => card.closest(ADVERT) !== null || ownfeedLists.isDismissed(card) || ownfeedFacts.isMovie(videoId);

/** The video card around an element, if any. @param {EventTarget | null} inner @returns {HTMLElement | null} */
export const cardAround = inner => inner instanceof Element ? inner.closest(CARDS) : null;

/** The card from which a link leads to its video, be it the link of the preview that plays over the card.
 * @param {EventTarget | null} inner @returns {HTMLElement | null} */
export function cardOfLink(inner) {
  const link = inner instanceof Element ? inner.closest(LINK) : null;
  if (!link?.closest(PREVIEW)) return cardAround(link);
  const target = ownfeedIds.single(link.getAttribute('href'));
  return videoCards().find(({videoId}) => videoId === target?.videoId)?.element ?? null;
}

/** Whether YouTube still offers on the shown page to take back what was said of a card: which one, a notice does not tell. */
export const offersUndo = () => Boolean(pageElement(currentPage().kind)?.querySelector(UNDO));

/** The heading of the part of history that a card stands in: a day, in the page's language. @param {Element} card */
export const headingOf = card => textOf(card.closest(DAY)?.querySelector(HEADING));

/** Where an element of ours may stand in a card. @param {Element} card @returns {HTMLElement} */
const hostIn = card => card.querySelector(HOST) ?? /** @type {HTMLElement} */ (card);

/**
 * Put elements of ours over their cards. Every place is looked at before the first is changed, or each would cost a layout.
 * @param {{card: Element, element: HTMLElement}[]} pairs
 */
export function putOver(pairs) {
  const hosts = pairs.map(({card}) => hostIn(card));
  const loose = hosts.map(host => getComputedStyle(host).position === 'static');
  hosts.forEach((host, i) => {
    if (loose[i]) host.style.position = 'relative';
    host.append(/** @type {{element: HTMLElement}} */ (pairs[i]).element);
  });
}

/** Whether an element of ours still stands over this card. @param {Element} card @param {HTMLElement} element */
export const isOver = (card, element) => card.contains(element);

/** @type {WeakMap<Element, string>} the video each card could be read with */
const readable = new WeakMap();

/** Whether a card says what is needed of a video; what it once said of the same video is not read again. @param {Element} card */
export function isReadable(card) {
  const videoId = videoIdOf(card);
  if (!videoId) return false;
  if (readable.get(card) !== videoId && titleOf(card)) readable.set(card, videoId);
  return readable.get(card) === videoId;
}

/** What a card and the page's data say about its video, in wire form; null when it shows none. @param {Element} card @returns {Card | null} */
export function readCard(card) {
  const videoId = videoIdOf(card);
  const title = titleOf(card);
  if (!videoId || !title) return null;
  const known = ownfeedFacts.of(videoId) ?? /** @type {Partial<Card>} */ ({});
  const length = known.duration_seconds ?? durationOf(card);
  return ownfeedFacts.present({
    video_id: videoId, title, ...channelOf(card, known), ...numbersOf(card, known), duration_seconds: length,
    is_live: known.is_live ?? liveOf(card, length), is_short: targetOf(card)?.kind === 'short' || null, watched_fraction: watchedOf(card), ...known,
  });
}

/** Whether it is live: its badge says so, a length says that it is not any more; null where neither does.
 * @param {Element} card @param {number | null} length */
const liveOf = (card, length) => card.querySelector(LIVE) ? true : length === null ? null : false;

/** What the page's data did not say of the channel. @param {Element} card @param {Partial<Card>} known */
function channelOf(card, known) {
  if (known.channel_name && known.channel_handle) return {};
  const owner = card.querySelector(OWNER);
  return {channel_name: textOf(owner) || firstText(card), channel_handle: handleOf(owner)};
}

/** What the page's data did not say of views and age; beside a broadcast stand others. @param {Element} card @param {Partial<Card>} known */
function numbersOf(card, known) {
  if (known.view_count !== undefined && known.age_text !== undefined) return {};
  if (card.querySelector(LIVE)) return {};
  const {views, age} = numbers(card);
  return {view_count: ownfeedTexts.count(views), age_text: age || null};
}

/** @typedef {(cards: {element: HTMLElement, videoId: string}[]) => void} CardsListener */

/** @type {Set<CardsListener>} */
const listeners = new Set();
let waiting = 0;
const observer = new MutationObserver(records => {
  if (records.some(({addedNodes, removedNodes, type}) => type === 'attributes' || [...addedNodes, ...removedNodes].some(isTheirs))) soon();
});

/** Whether a node is not an element of ours. @param {Node} node */
const isTheirs = node => !node.nodeName.startsWith('OWNFEED-');

/** Look once for all listeners, a moment after the page changed. */
function soon() {
  waiting ||= setTimeout(() => {
    waiting = 0;
    const cards = videoCards();
    for (const listener of [...listeners]) call(listener, cards);
  }, LOOK_EVERY_MS);
}

/** One that fails must not keep the others from looking. @param {CardsListener} listener @param {{element: HTMLElement, videoId: string}[]} cards */
function call(listener, cards) {
  try {
    listener(cards);
  } catch (error) {
    reportError(error);
  }
}

/** Be told the cards of the shown page now, and soon after each change of the page. @param {CardsListener} listener @param {AbortSignal} signal */
export function onCards(listener, signal) {
  if (!listeners.size) {
    const watched = {childList: true, subtree: true, attributes: true, attributeFilter: ['href', 'hidden', 'is-active', 'is-dismissed']};
    observer.observe(pageManager() ?? document, watched);
  }
  listeners.add(listener);
  signal.addEventListener('abort', () => {
    listeners.delete(listener);
    if (!listeners.size) observer.disconnect();
  });
  soon();
}

/** @param {Element} card */
function titleOf(card) {
  const element = card.querySelector(TITLE);
  return ownfeedTexts.short(element?.getAttribute('title') ?? element?.textContent, 300);
}

/** @param {Element | null | undefined} element */
const textOf = element => ownfeedTexts.short(element?.textContent, 200);

/** @param {Element | null} link */
const handleOf = link => /^\/(@[^/?]+)/.exec(link?.getAttribute('href') ?? '')?.[1] ?? null;

/** The name where there is no link: the first text of the first of several rows. @param {Element} card */
function firstText(card) {
  if (card.querySelector(SEVERAL)) return null;
  const rows = card.querySelectorAll(ROWS);
  return rows.length > 1 ? textOf(rows[0]?.querySelector(TEXTS)) || null : null;
}

/** Views and age stand side by side: after the channel in the only row, or alone in the second. @param {Element} card */
function numbers(card) {
  const rows = [...card.querySelectorAll(ROWS)].map(row => [...row.querySelectorAll(TEXTS)]);
  const parts = rows.length ? rows.find(row => row.length >= 2) ?? [] : [...card.querySelectorAll(OLD_LINE)];
  const [views, age] = parts[0]?.querySelector(CHANNEL) || parts.length > 2 ? parts.slice(1) : parts;
  return {views: views?.getAttribute('aria-label') ?? textOf(views), age: textOf(age)};
}

/** @param {Element} card */
function durationOf(card) {
  const times = [...card.querySelectorAll(BADGES)].map(badge => ownfeedTexts.seconds(badge.textContent));
  return times.find(time => time !== null) ?? null;
}

/** The share of a card's red bar; null without one. @param {Element} card @returns {number | null} */
const watchedOf = card => shareOf(card.querySelector(WATCHED));

/** @param {Element | null} bar */
function shareOf(bar) {
  const percent = parseFloat(/** @type {HTMLElement | null} */ (bar)?.style.width ?? '');
  return Number.isFinite(percent) ? Math.min(percent / 100, 1) : null;
}

/** The cards of the shown page that have a red bar, and its share: found by the bars, which are few.
 * @returns {{element: HTMLElement, videoId: string, fraction: number}[]} */
export function watchedCards() {
  const page = pageElement(currentPage().kind);
  return BARS.flatMap(name => [...page?.querySelectorAll(name) ?? []]).flatMap(bar => {
    const element = /** @type {HTMLElement | null} */ (bar.closest(CARDS));
    const [videoId, fraction] = [element && videoIdOf(element), shareOf(bar.querySelector(WATCHED))];
    return element && videoId && fraction !== null ? [{element, videoId, fraction}] : [];
  });
}
