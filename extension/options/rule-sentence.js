// What a rule says, in the person's own words, or else in ours.
import {number} from '../ui/figures.js';
import {language, text} from '../ui/text.js';

/** @typedef {import('../types').NewRule} NewRule */
/** @typedef {import('../types').RuleMatch} RuleMatch */

/** @param {Pick<NewRule, 'action' | 'match' | 'text'>} rule @returns {string} */
export const sentenceOf = ({action, match, text: words}) => words || `${text(`rule_${action}`)}: ${conditionsOf(match)}`;

/** @param {RuleMatch} match @returns {string} such as "about chess, longer than 40 minutes" */
function conditionsOf(match) {
  const conditions = Object.entries(match).map(([name, value]) => text(`match_${name}`, shown(name, value)));
  return new Intl.ListFormat(language(), {type: 'conjunction', style: 'narrow'}).format(conditions);
}

/** @param {string} name of the condition @param {unknown} value @returns {string} lengths in minutes */
function shown(name, value) {
  if (typeof value !== 'number') return String(value);
  return number(name.endsWith('_seconds') ? value / 60 : value, language());
}
