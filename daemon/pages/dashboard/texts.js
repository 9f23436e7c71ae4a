// Every text the dashboard's scripts show, in the person's language: one file of words for each.
import {direction, language} from './language.js';

export {number, ratio} from './language.js';
/** @typedef {typeof import('./words/en.js').words} Words */

/** @type {Words} */
export const TEXTS = (await import(`./words/${language}.js`)).words;

const dateTime = new Intl.DateTimeFormat(language, {month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23'});
const wholeDay = new Intl.DateTimeFormat(language, {dateStyle: 'medium'});
const HALF_A_YEAR_MS = 182 * 86_400_000;
const day = new Intl.DateTimeFormat(language, {month: 'short', day: 'numeric'});

/** @param {string | null} moment RFC 3339 @returns {string} the hour of what is near, the year of what is not */
export function when(moment) {
  if (!moment) return TEXTS.never;
  const date = new Date(moment);
  return (Math.abs(date.getTime() - Date.now()) < HALF_A_YEAR_MS ? dateTime : wholeDay).format(date);
}
/** @param {string} moment */
export const dayOf = moment => day.format(new Date(moment));

const shortWeekday = new Intl.DateTimeFormat(language, {weekday: 'short', timeZone: 'UTC'});
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;
/** @param {number} number from Monday, which is 0 */
export const weekday = number => shortWeekday.format(MONDAY + number * DAY_MS);

/** Fill the shell: each element that names its text in `data-text`. */
export function fillShell() {
  document.documentElement.lang = language;
  document.documentElement.dir = direction;
  document.querySelectorAll('[data-text]').forEach(place => {
    place.textContent = String(TEXTS[/** @type {keyof Words} */ (/** @type {HTMLElement} */ (place).dataset['text'])]);
  });
  document.querySelectorAll('[data-label]').forEach(place => {
    place.setAttribute('aria-label', String(TEXTS[/** @type {keyof Words} */ (/** @type {HTMLElement} */ (place).dataset['label'])]));
  });
}
