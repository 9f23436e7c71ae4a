// A video that was chosen in the popup opens in this tab, through YouTube's own navigation.
// Try it: let a video play, choose another in the popup; the page changes without loading anew.
import {onWish} from '../messages.js';

/** @type {import('../types').Feature} */
export const openFromPopup = {
  id: 'open-from-popup',
  pages: ['home', 'watch', 'shorts', 'search', 'subscriptions', 'history', 'channel', 'playlist', 'other'],
  start({youtube, signal}) {
    onWish(({open}) => { if (open) youtube.openVideo(open); }, signal);
  },
};
