// Cards of the page that nothing here could read, counted for the popup and for diagnostics: YouTube changes its page without notice.
// Try it: rename a card's element in the developer tools; the popup says a moment later that a card was not recognised.
import {MessageError, request} from '../messages.js';

const SETTLED_AFTER_MS = 1_500; // a card's parts come one after the other

/** @type {import('../types').Feature} */
export const unread = {
  id: 'unread',
  pages: ['home', 'watch', 'search', 'subscriptions', 'channel', 'history'],
  start({youtube, surface, signal}) {
    let told = -1;
    let timer = 0;

    async function tell() {
      const count = youtube.unreadCards();
      if (signal.aborted || count === told || !surface) return;
      told = count;
      try {
        await request('unrecognised', {surface, count});
      } catch (error) {
        if (!(error instanceof MessageError)) throw error; // else: nobody is there to be told
      }
    }

    youtube.onCards(() => {
      clearTimeout(timer);
      timer = setTimeout(tell, SETTLED_AFTER_MS);
    }, signal);
    signal.addEventListener('abort', () => clearTimeout(timer));
  },
};
