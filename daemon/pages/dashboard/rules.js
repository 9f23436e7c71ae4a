// The rules: on, off, deleted, and made of a sentence once it was seen what it would change.
import {ask} from './daemon.js';
import {takeAway} from './drafts.js';
import {button, check, element} from './elements.js';
import {TEXTS, number, weekday, when} from './texts.js';

/** @typedef {import('./section.js').Card} Card */
/**
 * @typedef {{id: string, action: string, match: Record<string, unknown>, amount: number | null, surfaces: string[], weekdays: number[] | null,
 *   text: string | null, starts_at: string | null, ends_at: string | null, enabled: boolean}} Rule
 */

/** By how much a rule raises or lowers where nobody says how much. */
const USUAL = 1.5;

/** @type {import('./section.js').Kind} */
export const rules = {
  id: 'rules', title: TEXTS.rulesTitle, wide: true,
  async draw(card) {
    const {rules: all} = await ask('/api/rules');
    if (!all.length) return [element('p', {class: 'quiet'}, TEXTS.rulesEmpty)];
    return [element('ul', {class: 'rows'}, ...all.map(/** @param {Rule} each */ each => row(card, each)))];
  },
  below: words,
};

/** @param {Rule} rule */
const said = rule => rule.text || [`${actionOf(rule)}: ${Object.entries(rule.match).map(([name, value]) => condition(name, value)).join(', ')}`,
  rule.surfaces.map(each => TEXTS.ruleSurfaces[each] ?? each).join(', '), (rule.weekdays ?? []).map(weekday).join(', ')].filter(Boolean).join(' · ');

/** @param {Rule} rule */
function actionOf({action, amount}) {
  if (action === 'limit' && amount !== null) return TEXTS.ruleAtMost(amount);
  return ((amount ?? 0) > USUAL ? TEXTS.ruleMuch[action] : null) ?? TEXTS.ruleActions[action];
}

/** @param {string} name @param {unknown} value */
const condition = (name, value) => [TEXTS.ruleConditions[name], ...value === true ? [] : [bound(name, value)]].join(' ');

/** What people think of in minutes is said so. @param {string} name @param {unknown} value */
const bound = (name, value) => typeof value !== 'number' ? String(value) : number(name.endsWith('_seconds') ? value / 60 : value);

/** @param {Rule} rule */
const end = rule => rule.ends_at ? element('span', {class: 'quiet'}, ` ${TEXTS.until(when(rule.ends_at))}`) : '';

/** @param {Card} card @param {Rule} rule */
function row(card, rule) {
  const path = `/api/rules/${rule.id}`;
  const isOn = check(TEXTS.ruleOn(said(rule)), rule.id, rule.enabled, enabled => card.edit(() => ask(path, 'PATCH', {enabled})));
  return element('li', {class: 'line'}, isOn, element('span', {class: 'grow', dir: 'auto'}, said(rule), end(rule)),
    button(TEXTS.remove, () => void card.edit(() => ask(path, 'DELETE')), TEXTS.removeOf(said(rule))));
}

/** @param {Card} card */
function words(card) {
  const field = element('input', {class: 'grow', name: 'rule', required: true, maxlength: '500', 'aria-label': TEXTS.ruleAdd, placeholder: TEXTS.ruleExample});
  const form = element('form', {class: 'line', autocomplete: 'off'}, field, element('button', {type: 'submit'}, TEXTS.understand));
  const answer = element('div', {'aria-live': 'polite'});
  const over = () => {
    answer.replaceChildren();
    form.reset();
  };
  let asking = 0; // a model may answer late, after the grammar understood a newer sentence
  form.addEventListener('submit', event => {
    event.preventDefault();
    const turn = asking += 1;
    void card.attempt(async () => {
      const told = await ask('/api/rules', 'POST', {text: field.value});
      if (turn === asking) answer.replaceChildren(...understood(card, told, over));
    });
  });
  return [form, answer];
}

/** @param {Card} card @param {{proposals: Rule[], question: string | null, effect: {added: [], removed: [], moved: []}}} told @param {() => void} over once all are kept */
function understood(card, {proposals, question, effect}, over) {
  let left = proposals.length;
  const kept = () => {
    left -= 1;
    if (!left) over();
  };
  const lines = proposals.map(rule => proposal(card, rule, kept));
  return [...question ? [element('p', {}, question)] : [], ...lines, ...left ? [element('p', {class: 'quiet'}, TEXTS.effect(effect))] : []];
}

/** @param {Card} card @param {Rule} rule @param {() => void} kept */
function proposal(card, rule, kept) {
  const keep = () => void card.edit(async () => {
    const {id} = await ask('/api/rules', 'POST', rule);
    if (id !== rule.id) card.note.textContent = TEXTS.ruleThere; // said again, it makes no second one
    takeAway(line, card.root.querySelector('[type=submit]'));
    kept();
  });
  const line = element('p', {class: 'line'}, element('span', {class: 'grow'}, said({...rule, text: null}), end(rule)), button(TEXTS.keep, keep));
  return line;
}
