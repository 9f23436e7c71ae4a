// Thumbs for the video that plays: a row of our own under YouTube's buttons, a column above those of a Short; and YouTube's own like
// and dislike, as signals.
// Try it: like a video with YouTube's button; our thumb is up as well, and the next order knows.
import {onStanding, onWish} from '../messages.js';
import {Controls} from './controls.js';
import {openWhy} from './why-panel.js';

const MOST_ATTACHMENTS = 10; // to one page: whoever throws our element out again and again has won

/** @type {import('../types').Feature} */
export const rateVideo = {
  id: 'rate-video',
  pages: ['watch', 'shorts'],
  async start({youtube, thumbs, signal, page, surface}) {
    const videoId = page.videoId;
    if (!videoId) return;
    const where = () => {
      const video = youtube.facts.of(videoId);
      return {surface, ...video ? {video} : {}};
    };
    const [place, look] = page.kind === 'shorts' ? [youtube.shortsPage, /** @type {const} */ ('column')] : [youtube.watchPage, /** @type {const} */ ('row')];
    const controls = new Controls(look, rating => thumbs.rate(videoId, rating, where()), button => openWhy(videoId, button, surface, signal));
    const draw = () => controls.show(videoId, thumbs.of(videoId));
    let isPossible = false;
    let attached = 0;
    const stand = () => {
      const site = isPossible && place.site();
      if (!site || site === controls.element.parentElement || attached === MOST_ATTACHMENTS) return;
      attached += 1;
      place.stand(site, controls.element);
    };

    /** Find out whether rating is possible, and stand or go. */
    async function comeOrGo() {
      isPossible = await thumbs.learn([/** @type {string} */ (videoId)], surface) && !signal.aborted;
      if (!isPossible) return controls.element.remove();
      draw();
      stand();
    }

    youtube.watchPage.onLike(type => {
      const rating = type === 'clear_rating' ? null : type === 'thumbs_up' ? 'up' : 'down';
      thumbs.rate(videoId, rating, where());
    }, signal);
    signal.addEventListener('abort', () => controls.element.remove());
    thumbs.onChange(draw, signal);
    onStanding(() => void comeOrGo(), signal);
    // A key of the browser's: pressed again, it takes the thumb back.
    onWish(({rate}) => { if (rate && isPossible) thumbs.rate(videoId, thumbs.of(videoId) === rate ? null : rate, where()); }, signal);
    youtube.onCards(stand, signal);
    await comeOrGo();
  },
};
