// Thumbs for the video that plays, in a row of our own under YouTube's buttons; and YouTube's own like and dislike, as signals.
// Try it: like a video with YouTube's button; our thumb is up as well, and the next order knows.
import {onWish} from '../messages.js';
import {Controls} from './controls.js';

/** @type {import('../types').Feature} */
export const rateVideo = {
  id: 'rate-video',
  pages: ['watch'],
  async start({youtube, thumbs, signal, page}) {
    const videoId = page.videoId;
    if (!videoId) return;
    const where = () => {
      const video = youtube.facts.of(videoId);
      return {surface: /** @type {const} */ ('watch_next'), ...video ? {video} : {}};
    };
    const controls = new Controls('row', rating => thumbs.rate(videoId, rating, where()));
    const draw = () => controls.show(videoId, thumbs.of(videoId));
    const stand = () => { youtube.watchPage.standUnderButtons(controls.element); };

    youtube.watchPage.onLike(type => {
      const rating = type === 'clear_rating' ? null : type === 'thumbs_up' ? 'up' : 'down';
      thumbs.rate(videoId, rating, where());
    }, signal);
    signal.addEventListener('abort', () => controls.element.remove());
    if (!await thumbs.learn([videoId], 'watch_next') || signal.aborted) return;
    draw();
    thumbs.onChange(draw, signal);
    // A key of the browser's: pressed again, it takes the thumb back.
    onWish(({rate}) => { if (rate) thumbs.rate(videoId, thumbs.of(videoId) === rate ? null : rate, where()); }, signal);
    youtube.onCards(stand, signal);
  },
};
