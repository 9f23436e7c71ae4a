// What a rule says, in the person's own words, or else in ours.
import {number} from '../ui/figures.js';
import {language, text} from '../ui/text.js';

/** @typedef {import('../types').NewRule} NewRule */
/** @typedef {import('../types').RuleMatch} RuleMatch */
/** @typedef {Pick<NewRule, 'action' | 'match' | 'text'> & Partial<Pick<import('../types').Rule, 'amount' | 'surfaces' | 'weekdays'>>} Said */

/** By how much a rule raises or lowers where nobody says how much. */
const USUAL = 1.5;
const SURFACES = ['home', 'watch_next', 'search', 'subscriptions'];
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

/** @param {Said} rule @returns {string} */
export const sentenceOf = rule => rule.text || [`${actionOf(rule)}: ${conditionsOf(rule.match)}`, placesOf(rule), daysOf(rule)].filter(Boolean).join(' · ');

/** @param {Said} rule @returns {string} such as "At most 3" */
function actionOf({action, amount = null}) {
  if (action === 'limit' && amount !== null) return text('rule_limit_count', number(amount, language()));
  const isMuch = action !== 'block' && action !== 'limit' && (amount ?? USUAL) > USUAL;
  return text(isMuch ? `rule_${action}_much` : `rule_${action}`);
}

/** @param {Said} rule @returns {string} where it holds, nothing for everywhere */
const placesOf = ({surfaces = []}) => listed(surfaces.map(each => SURFACES.includes(each) ? text(`surface_${each}`) : each));

/** @param {Said} rule @returns {string} on which days it holds, nothing for all */
function daysOf({weekdays}) {
  const name = new Intl.DateTimeFormat(language(), {weekday: 'short', timeZone: 'UTC'});
  return listed((weekdays ?? []).map(each => name.format(MONDAY + each * DAY_MS)));
}

/** @param {RuleMatch} match @returns {string} such as "about chess, longer than 40 minutes" */
const conditionsOf = match => listed(Object.entries(match).map(([name, value]) => text(`match_${name}`, shown(name, value))));

/** @param {string[]} parts */
const listed = parts => new Intl.ListFormat(language(), {type: 'conjunction', style: 'narrow'}).format(parts);

/** @param {string} name of the condition @param {unknown} value @returns {string} lengths in minutes */
function shown(name, value) {
  if (typeof value !== 'number') return String(value);
  return number(name.endsWith('_seconds') ? value / 60 : value, language());
}
