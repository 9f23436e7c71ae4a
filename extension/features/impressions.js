// Which cards a person saw (half of the card for a second) and which of them they opened: the ground on which order is learned.
// Try it: open youtube.com, wait a second; the cards of the first rows are known to have been shown, where and in which slate. Watch one
// and go back: they were shown once.
import {impressionId} from '../stable-id.js';

const HALF = 0.5;
const SEEN_AFTER_MS = 1_000;
/** How often to look, at most: with hundreds of cards, a look at every frame is what they cost most. */
const LOOK_EVERY_MS = 100;
const WATCHED = {threshold: [HALF], delay: LOOK_EVERY_MS};
const MOST_TOLD = 1_000;

/** Slate (or surface, where there is none) and video, told already: it outlives its page, for who goes back to it sees the same cards.
 * @type {Set<string>} */
const told = new Set();

/** Whether this is told for the first time; the oldest is forgotten when there is too much. @param {string} key */
function isNews(key) {
  if (told.has(key)) return false;
  told.add(key);
  if (told.size > MOST_TOLD) told.delete(told.values().next().value ?? '');
  return true;
}

/** @type {import('../types').Feature} */
export const impressions = {
  id: 'impressions',
  pages: ['home', 'watch', 'search', 'subscriptions', 'channel', 'history'],
  start({youtube, signals, signal, surface}) {
    /** @type {WeakMap<Element, string>} the video each card was last known to show */
    const watched = new WeakMap();
    /** @type {Map<Element, {videoId: string | undefined}>} the look at which each card that is half visible was found to be */
    const visible = new Map();
    const eye = new IntersectionObserver(entries => {
      for (const {target, intersectionRatio} of entries) if (intersectionRatio < HALF) visible.delete(target);
      wait(entries.filter(({intersectionRatio}) => intersectionRatio >= HALF).map(({target}) => target));
    }, WATCHED);

    /** Cards that come together are seen together, and told of in one message. @param {Element[]} cards */
    function wait(cards) {
      const looks = cards.map(card => ({card, look: {videoId: watched.get(card)}})); // not read: most are scrolled past
      for (const {card, look} of looks) visible.set(card, look);
      if (cards.length) setTimeout(() => {
        if (document.hidden) return;
        const seen = looks.filter(({card, look}) => visible.get(card) === look && youtube.videoIdOf(card) === look.videoId);
        void tell(seen.map(({card}) => card));
      }, SEEN_AFTER_MS);
    }

    /** @param {Element[]} cards */
    async function tell(cards) {
      const impressions = await Promise.all(cards.map(see));
      for (const impression of impressions) if (impression) signals.send(impression);
    }

    /** What having seen a card is told as; null where it was told before. @param {Element} card */
    async function see(card) {
      const video = youtube.readCard(card);
      if (!video) return null;
      visible.delete(card);
      eye.unobserve(card); // until it shows another video
      const place = standing(video.video_id);
      const {slate_id: slateId} = place;
      if (!isNews(`${slateId ?? surface} ${video.video_id}`)) return null;
      const id = slateId ? {id: await impressionId(slateId, video.video_id)} : {};
      return {...id, type: /** @type {const} */ ('impression'), video_id: video.video_id, surface, ...place, video};
    }

    /** Where a card stood when it was seen or clicked. @param {string} videoId */
    function standing(videoId) {
      const place = surface && youtube.arrangements[surface]?.standing(videoId);
      const position = place?.position ?? youtube.videoCards().findIndex(card => card.videoId === videoId);
      return {...position >= 0 ? {position} : {}, ...place?.slateId ? {slate_id: place.slateId} : {}};
    }

    /** @param {MouseEvent} event */
    function clicked({target, button}) {
      const card = button < 2 ? youtube.cardOfLink(target) : null;
      const video = card && youtube.readCard(card);
      if (video) signals.send({type: 'click', video_id: video.video_id, surface, ...standing(video.video_id)});
    }

    youtube.onCards(cards => {
      for (const {element, videoId} of cards) {
        const before = watched.get(element);
        if (before === videoId) continue;
        watched.set(element, videoId);
        if (before) eye.unobserve(element);
        eye.observe(element);
      }
    }, signal);
    document.addEventListener('visibilitychange', () => { if (!document.hidden) wait([...visible.keys()]); }, {signal});
    document.addEventListener('click', clicked, {capture: true, signal});
    document.addEventListener('auxclick', clicked, {capture: true, signal});
    signal.addEventListener('abort', () => { eye.disconnect(); visible.clear(); });
  },
};
