// Numbers and times as a person reads them, in the browser's language.

/** @param {number} seconds @returns {string} such as 4:07 or 1:02:33 */
export function clock(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const shown = parts[0] ? parts : parts.slice(1);
  return shown.map((part, index) => (index ? String(part).padStart(2, '0') : String(part))).join(':');
}

/** @param {number} count @param {string} language @returns {string} such as 1.2M */
export function compact(count, language) {
  return new Intl.NumberFormat(language, {notation: 'compact', maximumFractionDigits: 1}).format(count);
}

/** @param {number} count @param {string} language @returns {string} such as 1,204 */
export const number = (count, language) => new Intl.NumberFormat(language).format(count);

/** @param {number} part of 1 @param {string} language @returns {string} such as 25% */
export const share = (part, language) => new Intl.NumberFormat(language, {style: 'percent'}).format(part);

/** @param {number} count @param {string} unit @param {string} language @returns {string} such as "20 minutes" */
export const duration = (count, unit, language) => new Intl.NumberFormat(language, {style: 'unit', unit, unitDisplay: 'long'}).format(count);

/** @param {string} date YYYY-MM-DD @param {string} language @returns {string} such as Sunday, November 29 */
export function day(date, language) {
  const noon = new Date(`${date}T12:00:00`);
  return new Intl.DateTimeFormat(language, {weekday: 'long', day: 'numeric', month: 'long'}).format(noon);
}

/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [['year', 31_557_600], ['month', 2_629_800], ['week', 604_800], ['day', 86_400], ['hour', 3600], ['minute', 60]];

/**
 * @param {string} moment RFC 3339
 * @param {number} now in milliseconds
 * @param {string} language
 * @returns {string} such as "3 weeks ago"; empty for what is no time
 */
export function age(moment, now, language) {
  const seconds = (now - Date.parse(moment)) / 1000;
  if (Number.isNaN(seconds)) return '';
  const [unit, length] = UNITS.find(([, unitSeconds]) => seconds >= unitSeconds) ?? ['minute', 60];
  return new Intl.RelativeTimeFormat(language, {numeric: 'auto'}).format(-Math.max(0, Math.floor(seconds / length)), unit);
}
