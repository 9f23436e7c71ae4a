// The day that a heading of YouTube's history names ("Today", "mardi", "12. Nov."), in the page's language; null rather than a guess.

const MOST_DAYS = 800;
const MOST_KNOWN = 1_000;
const DAY_MS = 86_400_000;

/** Without case, dots and marks. @param {string} text */
const plain = text => text.normalize('NFKC').toLocaleLowerCase().replace(/[.,،\u200e\u200f]/g, '').replace(/\s+/g, ' ').trim();

/** @typedef {(day: Date, back: number) => string[]} Names every way in which a day may be named so many days later */

/** @type {Map<string, Names>} by language; making one takes milliseconds */
const named = new Map();
/** @type {Map<string, Date | null>} by language, heading and today: every card under a heading asks, at every look */
const known = new Map();

/**
 * @param {string} heading
 * @param {string} language of the page, a tag such as `pt-BR`; one that there is none of names no day
 * @param {Date} now
 * @returns {Date | null} noon of that day
 */
export function dayOf(heading, language, now) {
  const key = [language, now.toDateString(), heading].join('\n');
  let day = known.get(key);
  if (day === undefined) {
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(key, day = find(plain(heading), language, now));
  }
  return day;
}

/** @param {string} wanted plain @param {string} language @param {Date} now @returns {Date | null} */
function find(wanted, language, now) {
  const names = wanted ? namesIn(language) : null;
  for (let back = 0; names && back < MOST_DAYS; back += 1) {
    const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() - back, 12);
    if (names(day, back).some(name => plain(name) === wanted)) return day;
  }
  return null;
}

/** @param {string} language @returns {Names | null} */
function namesIn(language) {
  try {
    const names = named.get(language) ?? makeNames(language);
    named.set(language, names);
    return names;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** @param {string} language @returns {Names} */
function makeNames(language) {
  const relative = new Intl.RelativeTimeFormat(language, {numeric: 'auto'});
  const format = (/** @type {Intl.DateTimeFormatOptions} */ options) => new Intl.DateTimeFormat(language, options);
  const weekday = format({weekday: 'long'});
  const months = /** @type {const} */ (['short', 'long']);
  const dates = months.map(month => format({day: 'numeric', month}));
  const whole = months.map(month => format({day: 'numeric', month, year: 'numeric'}));
  return (day, back) => {
    if (back < 2) return [relative.format(-back, 'day')];
    if (back < 7) return [weekday.format(day), ...dates.map(date => date.format(day))];
    return [...back * DAY_MS < 360 * DAY_MS ? dates : [], ...whole].map(date => date.format(day));
  };
}
