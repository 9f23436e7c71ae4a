// What a signal says of a video's rating, and which signal says a rating: for the worker, our pages and YouTube's alike.

/** @typedef {import('./types').Rating} Rating */
/** @typedef {import('./types').SignalType} SignalType */

/** The rating that holds after a signal; null takes back what was said. @type {Readonly<Partial<Record<SignalType, Rating | null>>>} */
export const RATING_AFTER = Object.freeze({thumbs_up: 'up', thumbs_down: 'down', not_interested: 'not_interested', clear_rating: null});

/** @type {Readonly<Record<Rating, SignalType>>} */
const SIGNALS = Object.freeze({up: 'thumbs_up', down: 'thumbs_down', not_interested: 'not_interested'});

/** @param {Rating | null} rating null takes back what was said @returns {SignalType} */
export const signalOf = rating => (rating ? SIGNALS[rating] : 'clear_rating');

/** Whether a signal rates a video. @param {{type: SignalType}} signal */
export const isRating = ({type}) => Object.hasOwn(RATING_AFTER, type);
