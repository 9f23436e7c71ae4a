// Thumbs on every card, quiet until a card is pointed at or focused.
// Try it: point at a card on home and press the thumb down; the card fades, Undo brings it back, and the next order knows.
import {MessageError, onStanding, request} from '../messages.js';
import {Controls} from './controls.js';
import {openWhy} from './why-panel.js';

/** @typedef {{controls: Controls, videoId: string, attached: number}} Drawn */

const REST_MS = 5_000; // where rating is impossible, until it is asked for again; that it has become possible is told (onStanding)
const MOST_ATTACHMENTS = 5; // YouTube may throw our element out when it draws a card anew; we do not fight it for ever

/** @type {import('../types').Feature} */
export const rateCards = {
  id: 'rate-cards',
  pages: ['home', 'watch', 'search', 'subscriptions', 'channel', 'history'],
  async start({youtube, thumbs, signal, surface}) {
    /** @type {Map<HTMLElement, Drawn>} by card */
    const decorated = new Map();
    /** @type {Set<string>} videos of which is known what holds */
    const learned = new Set();
    const isExplained = await hasReasons(surface);
    /** @type {{element: HTMLElement, videoId: string}[]} as last seen */
    let latest = [];
    let asking = false;
    let restUntil = 0;
    let changes = 0; // of how OwnFeed stands: what was asked before one is asked again
    /** @type {EventTarget | null} what the pointer is over */
    let under = null;

    /** Learn of new videos first, then draw; nothing is drawn while rating is impossible. @param {{element: HTMLElement, videoId: string}[]} cards */
    async function look(cards) {
      latest = cards;
      strip(new Set(cards.map(({element}) => element)));
      draw(cards.filter(({element, videoId}) => decorated.has(element) || learned.has(videoId)));
      const fresh = new Set(cards.map(card => card.videoId).filter(videoId => !learned.has(videoId)));
      if (!fresh.size || asking || Date.now() < restUntil) return;
      asking = true;
      const asked = changes;
      const possible = await thumbs.learn([...fresh], surface);
      asking = false;
      if (asked !== changes) return lookAgain();
      if (!possible) {
        restUntil = Date.now() + REST_MS;
        withdraw();
      }
      if (!possible || signal.aborted) return;
      fresh.forEach(videoId => learned.add(videoId));
      void look(latest); // others may have come meanwhile
    }

    /** @returns {Promise<void>} */
    function lookAgain() {
      restUntil = 0;
      learned.clear();
      return look(latest);
    }

    /** What shows no video any more, but a mix say, or a notice, has no thumbs either. @param {Set<HTMLElement>} there the cards of videos */
    function strip(there) {
      for (const [card, {controls}] of decorated) {
        if (there.has(card)) continue;
        controls.element.remove();
        decorated.delete(card);
      }
    }

    /** What was drawn goes, and comes again once rating is possible again. */
    function withdraw() {
      decorated.forEach(({controls}) => controls.element.remove());
      decorated.clear();
      learned.clear();
    }

    /** @param {{element: HTMLElement, videoId: string}[]} cards */
    function draw(cards) {
      for (const {element, videoId} of cards) show(element, videoId);
      const loose = cards.map(({element: card}) => ({card, element: drawn(card).controls.element}))
        .filter(({card, element}) => drawn(card).attached < MOST_ATTACHMENTS && !youtube.isOver(card, element));
      youtube.putOver(loose);
      for (const {card} of loose) attached(card);
    }

    /** @param {HTMLElement} card @returns {Drawn} */
    function drawn(card) {
      const known = decorated.get(card) ?? {controls: controlsOf(card), videoId: '', attached: 0};
      decorated.set(card, known);
      return known;
    }

    /** @param {HTMLElement} card @param {string} videoId */
    function show(card, videoId) {
      drawn(card).videoId = videoId;
      drawn(card).controls.show(videoId, thumbs.of(videoId));
    }

    /** @param {HTMLElement} card */
    function attached(card) {
      drawn(card).attached += 1;
      comeOrGo(card);
    }

    /** @param {EventTarget | null} inner what the pointer came to */
    function point(inner) {
      const cards = new Set([under, inner].map(youtube.cardAround));
      under = inner;
      for (const card of cards) if (card) comeOrGo(card);
    }

    /** Buttons come forward while the pointer is over what they stand in. @param {HTMLElement} card */
    function comeOrGo(card) {
      const controls = decorated.get(card)?.controls;
      controls?.near(under instanceof Node && Boolean(controls.element.parentElement?.contains(under)));
    }

    /** @param {HTMLElement} card */
    function controlsOf(card) {
      const rate = (/** @type {import('../types').Rating | null} */ rating) => {
        const video = youtube.readCard(card); // the card may show another video than when it was drawn
        if (!video) return;
        const place = surface && youtube.arrangements[surface]?.standing(video.video_id);
        const where = place?.slateId ? {slate_id: place.slateId, position: place.position} : {};
        thumbs.rate(video.video_id, rating, {surface, video, ...where});
      };
      const explain = (/** @type {HTMLElement} */ button) => openWhy(youtube.videoIdOf(card) ?? '', button, surface, signal);
      return new Controls('card', rate, isExplained ? explain : undefined);
    }

    if (signal.aborted) return;
    youtube.onCards(look, signal);
    onStanding(() => {
      changes += 1;
      void lookAgain();
    }, signal);
    thumbs.onChange(() => decorated.forEach(({controls, videoId}) => controls.show(videoId, thumbs.of(videoId))), signal);
    document.addEventListener('pointerover', ({target}) => point(target), {capture: true, signal});
    document.documentElement.addEventListener('pointerleave', () => point(null), {signal});
    signal.addEventListener('abort', withdraw);
  },
};

/** Whether the order of a page's cards is ours to explain. @param {import('../types').Surface | undefined} surface */
async function hasReasons(surface) {
  if (surface === 'home' || surface === 'watch_next') return true;
  if (surface !== 'search' && surface !== 'subscriptions') return false;
  try {
    return (await request('standing', {surface})).mode === 'rerank';
  } catch (error) {
    if (error instanceof MessageError) return false;
    throw error;
  }
}
