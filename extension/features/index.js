// Everything the extension does on YouTube's pages, one file each.
import {impressions} from './impressions.js';
import {orderHome} from './order-home.js';
import {rateCards} from './rate-cards.js';
import {rateVideo} from './rate-video.js';
import {watches} from './watches.js';

/** @type {readonly import('../types').Feature[]} */
export const features = [orderHome, rateCards, rateVideo, watches, impressions];
