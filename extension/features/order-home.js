// The home grid in the person's order. The first page and what scrolling brings is asked for by first-order.js from the page's data;
// here, cells whose data was not seen (a page left open over an update, an unknown format) are asked for from what their cards show.
// Try it: click a chip on home; the new cards below the fold stand in your order a moment later.
import {MessageError, request} from '../messages.js';

/** @type {import('../types').Feature} */
export const orderHome = {
  id: 'order-home',
  pages: ['home'],
  start({youtube, signal}) {
    youtube.arrangement.whenUnasked(async cells => {
      const cards = cells.map(cell => youtube.readCard(cell)).filter(card => card !== null);
      if (signal.aborted || !cards.length) return;
      try {
        youtube.arrangement.learn(await request('rank', {surface: 'home', cards}));
      } catch (error) {
        if (!(error instanceof MessageError)) throw error; // else: the page stays as YouTube made it
      }
    });
  },
};
