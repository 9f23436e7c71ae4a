// What was watched on a telephone or a television: the red bar of a card, and YouTube's own history when the person opens it.
// Try it: watch half of a video on a telephone; the next page that shows its card tells.
import {stableId} from '../stable-id.js';
import {dayOf} from './days.js';

const LEAST_FRACTION = 0.05; // a video that was opened and left at once has a bar too

/** @typedef {{element: HTMLElement, videoId: string, fraction: number}} Shown */

/** @type {import('../types').Feature} */
export const watchedElsewhere = {
  id: 'watched-elsewhere',
  pages: ['home', 'watch', 'search', 'subscriptions', 'channel', 'history'],
  start({youtube, signals, signal, surface, page}) {
    /** @type {Map<string, number>} the greatest fraction told, by video and day */
    const told = new Map();

    /** @param {Shown} shown */
    function bar({element, videoId, fraction}) {
      // The video that plays is being watched here.
      if (videoId !== page.videoId) void tell(element, `bar ${videoId}`, new Date(), fraction, 'extension');
    }

    /** An entry without a bar may have been opened and left, so it says nothing. @param {Shown} shown */
    function entry({element, videoId, fraction}) {
      const day = dayOf(youtube.headingOf(element), document.documentElement.lang || 'en', new Date());
      if (!day) return;
      const at = new Date(Math.min(day.getTime(), Date.now()));
      const date = [day.getFullYear(), day.getMonth() + 1, day.getDate()].join('-');
      void tell(element, `history ${videoId} ${date}`, at, fraction, 'history_page');
    }

    /**
     * @param {HTMLElement} element @param {string} what its id is made of @param {Date} at @param {number} fraction
     * @param {'extension' | 'history_page'} source
     */
    async function tell(element, what, at, fraction, source) {
      if ((told.get(what) ?? 0) >= fraction) return;
      const video = youtube.readCard(element);
      if (!video) return;
      told.set(what, fraction);
      const watch = {fraction, ...video.duration_seconds ? {duration_seconds: video.duration_seconds} : {}};
      const id = await stableId(what);
      signals.send({id, type: 'watch', video_id: video.video_id, occurred_at: at.toISOString(), source, surface, watch, video});
    }

    youtube.onCards(() => {
      const shown = youtube.watchedCards().filter(({fraction}) => fraction >= LEAST_FRACTION);
      shown.forEach(page.kind === 'history' ? entry : bar);
    }, signal);
  },
};
