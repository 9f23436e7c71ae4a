// Thumbs on every card, quiet until a card is pointed at or focused.
// Try it: point at a card on home and press the thumb down; the card fades, Undo brings it back, and the next order knows.
import {Controls} from './controls.js';
import {openWhy} from './why-panel.js';

const MOST_ATTACHMENTS = 5; // YouTube may throw our element out when it draws a card anew; we do not fight it for ever

/** @type {import('../types').Feature} */
export const rateCards = {
  id: 'rate-cards',
  pages: ['home', 'watch', 'search', 'subscriptions', 'channel'],
  start({youtube, thumbs, signal, surface}) {
    /** @type {Map<HTMLElement, {controls: Controls, videoId: string, attached: number}>} by card */
    const decorated = new Map();
    let asking = false;

    /** Learn of new videos first, then draw what can be drawn; nothing is drawn while rating is impossible. */
    async function look() {
      const cards = youtube.videoCards();
      const fresh = cards.filter(({element, videoId}) => decorated.get(element)?.videoId !== videoId).map(card => card.videoId);
      cards.forEach(({element, videoId}) => decorated.has(element) && draw(element, videoId));
      if (!fresh.length || asking) return;
      asking = true;
      const possible = await thumbs.learn([...new Set(fresh)]);
      asking = false;
      if (possible && !signal.aborted) youtube.videoCards().forEach(({element, videoId}) => draw(element, videoId));
      forget();
    }

    /** @param {HTMLElement} card @param {string} videoId */
    function draw(card, videoId) {
      const known = decorated.get(card) ?? {controls: controlsOf(card), videoId: '', attached: 0};
      decorated.set(card, known);
      const host = youtube.hostIn(card);
      if (known.controls.element.parentElement !== host && known.attached < MOST_ATTACHMENTS) attach(known, host);
      known.videoId = videoId;
      known.controls.show(videoId, thumbs.of(videoId));
    }

    /** @param {{controls: Controls, attached: number}} known @param {HTMLElement} host */
    function attach(known, host) {
      known.attached += 1;
      if (getComputedStyle(host).position === 'static') host.style.position = 'relative';
      host.append(known.controls.element);
      known.controls.follow(host, signal);
    }

    /** @param {HTMLElement} card */
    function controlsOf(card) {
      const rate = (/** @type {import('../types').Rating | null} */ rating) => {
        const video = youtube.readCard(card); // the card may show another video than when it was drawn
        if (!video) return;
        const place = youtube.arrangements[surface]?.standing(video.video_id);
        const where = place?.slateId ? {slate_id: place.slateId, position: place.position} : {};
        thumbs.rate(video.video_id, rating, {surface, video, ...where});
      };
      const explain = (/** @type {HTMLElement} */ button) => openWhy(youtube.videoIdOf(card) ?? '', button, signal);
      return new Controls('card', rate, youtube.arrangements[surface] ? explain : undefined);
    }

    /** Let go of cards that left the page. */
    function forget() {
      for (const card of decorated.keys()) if (!card.isConnected) decorated.delete(card);
    }

    youtube.onCardsChanged(look, signal);
    thumbs.onChange(() => decorated.forEach(({controls, videoId}) => controls.show(videoId, thumbs.of(videoId))), signal);
    signal.addEventListener('abort', () => decorated.forEach(({controls}) => controls.element.remove()));
  },
};
