// A rule put together from what there is to choose: what to do, with which videos, until when.
import {element, find} from '../ui/elements.js';
import {text} from '../ui/text.js';
import {endOf} from './rule-days.js';
import {sentenceOf} from './rule-sentence.js';

/** @typedef {import('../types').NewRule} NewRule */
/** @typedef {import('../types').RuleMatch} RuleMatch */

/** What a rule may be about, the name of the condition, and the number that makes one of its units.
 * @type {Readonly<Record<string, number | null>>} */
const CONDITIONS = Object.freeze({
  topic: null, phrase: null, channel_name: null, max_seconds: 60, min_seconds: 60, max_age_days: 1, min_views: 1, is_short: 0, is_live: 0,
});
const ACTIONS = /** @type {const} */ (['block', 'demote', 'boost']);

/** @param {HTMLElement} section @param {(rule: NewRule) => Promise<boolean>} keep */
export function startRuleForm(section, keep) {
  const form = /** @type {HTMLFormElement} */ (find('.of-rule-form', section));
  const [about, action] = ['about', 'action'].map(name => /** @type {HTMLSelectElement} */ (find(`select[name=${name}]`, form)));
  const [value, until] = ['value', 'until'].map(name => /** @type {HTMLInputElement} */ (find(`input[name=${name}]`, form)));
  if (!about || !action || !value || !until) return;
  about.append(...Object.keys(CONDITIONS).map(name => element('option', {value: name}, text(`about_${name}`))));
  action.append(...ACTIONS.map(name => element('option', {value: name}, text(`rule_${name}`))));

  const fit = () => {
    const unit = CONDITIONS[about.value] ?? null;
    value.disabled = unit === 0;
    value.hidden = unit === 0;
    value.type = unit ? 'number' : 'text';
    action.disabled = Boolean(unit);
    if (unit) action.value = 'block';
  };
  about.addEventListener('change', fit);
  form.addEventListener('submit', async event => {
    event.preventDefault();
    const rule = ruleOf(about.value, action.value, value.value.trim(), until.value);
    if (!await keep(rule)) return;
    form.reset();
    fit();
  });
  fit();
}

/**
 * A bound hides what lies outside of it; of everything else the action is the person's.
 * @param {string} about @param {string} action @param {string} value @param {string} until
 * @returns {NewRule}
 */
function ruleOf(about, action, value, until) {
  const unit = CONDITIONS[about] ?? null;
  const match = /** @type {RuleMatch} */ ({[about]: unit === null ? value : unit === 0 ? true : Number(value) * unit});
  const chosen = /** @type {NewRule['action']} */ (unit ? 'limit' : action);
  const rule = {action: chosen, match, ends_at: endOf(until), text: null};
  return {...rule, text: sentenceOf(rule)};
}
