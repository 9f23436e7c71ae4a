// The page's list of cards in the person's order. What the page's data announced is asked for by first-order.js; here, cards whose
// data was not seen (an unknown format, a page kept open over an update) are asked for from what they show, and so are those for which
// the daemon was not there, once it is.
// Try it: open a video; what is next to it stands in your order, what was on the screen already has not moved.
import {MessageError, onStanding, onWish, request} from '../messages.js';

/** @type {import('../types').Feature} */
export const order = {
  id: 'order',
  pages: ['home', 'watch', 'search', 'subscriptions'],
  start({youtube, page, surface, signal}) {
    const ranked = /** @type {import('../types').RankedSurface} */ (surface);
    const arrangement = youtube.arrangements[ranked];
    onWish(({late}) => late && arrangement?.isLate(), signal);
    onStanding(() => arrangement?.askAgain(), signal);
    arrangement?.whenUnasked(async cells => {
      const cards = cells.map(cell => youtube.readCard(cell)).filter(card => card !== null);
      if (signal.aborted || !cards.length) return;
      try {
        arrangement.learn(await request('rank', {surface: ranked, cards, context: page.videoId ? {now_playing: page.videoId} : {}}));
      } catch (error) {
        if (!(error instanceof MessageError)) throw error; // else: the page stays as YouTube made it
      }
    });
  },
};
