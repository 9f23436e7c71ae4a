// Everything the extension does on YouTube's pages, one file each.
import {hidden} from './hidden.js';
import {impressions} from './impressions.js';
import {openFromPopup} from './open-from-popup.js';
import {order} from './order.js';
import {ownList} from './own-list.js';
import {rateCards} from './rate-cards.js';
import {rateVideo} from './rate-video.js';
import {toldYoutube} from './told-youtube.js';
import {unread} from './unread.js';
import {watchedElsewhere} from './watched-elsewhere.js';
import {watches} from './watches.js';

/** @type {readonly import('../types').Feature[]} */
export const features = [order, ownList, hidden, rateCards, rateVideo, watches, impressions, openFromPopup, toldYoutube, unread, watchedElsewhere];
