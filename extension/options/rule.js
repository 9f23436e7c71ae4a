// One rule: what it says, whether it holds and until when, and a way to be rid of it that can be taken back.
import {element, icon} from '../ui/elements.js';
import {text} from '../ui/text.js';
import {makeControl} from './dial-controls.js';
import {endOf, lastDayOf} from './rule-days.js';
import {sentenceOf} from './rule-sentence.js';

/** @typedef {import('../types').Rule} Rule */
/** @typedef {{change: (change: Partial<Rule>) => Promise<boolean>, remove: () => Promise<boolean>, restore: () => Promise<boolean>}} Actions */

/** @param {Rule} rule @param {Actions} actions @returns {HTMLLIElement} */
export function drawRule(rule, actions) {
  const item = element('li', {class: 'of-rule', 'data-rule': rule.id});
  const show = () => item.replaceChildren(...parts(rule, actions, () => item.replaceChildren(...undo(rule, actions, show))));
  show();
  return item;
}

/** @param {Rule} rule @param {Actions} actions @param {() => void} removed */
function parts(rule, {change, remove}, removed) {
  const name = `rule-${rule.id}`;
  const words = {'aria-label': text('ruleRemove', sentenceOf(rule)), title: text('remove')};
  const bin = element('button', {class: 'of-icon-button', type: 'button', name: 'remove', ...words}, icon('remove'));
  bin.addEventListener('click', async () => {
    if (await remove()) removed();
  });
  return [
    element('span', {class: 'of-rule-sentence', dir: 'auto', id: `dial-label-${name}`}, sentenceOf(rule)),
    element('label', {class: 'of-rule-end'}, element('span', {class: 'of-quiet'}, text('ruleEnd')), ending(rule, change)),
    makeControl({name, kind: 'switch'}, rule.enabled, value => void change({enabled: value === true})),
    bin,
  ];
}

/** A day that is picked holds at once, one that is typed when it is done with: on its way to 2027 it is one of the year 2, or none.
 * @param {Rule} rule @param {Actions['change']} change */
function ending({ends_at: endsAt}, change) {
  const field = element('input', {class: 'of-field', type: 'date', name: 'until', value: endsAt ? lastDayOf(endsAt) : ''});
  let {value: told} = field;
  let isTyped = false;
  const tell = async () => {
    isTyped = false;
    if (field.value === told || field.validity.badInput) return;
    const before = told;
    told = field.value;
    if (!await change({ends_at: endOf(told)})) told = before;
  };
  field.addEventListener('keydown', ({key}) => {
    if (key === 'Enter') void tell();
    else isTyped = true;
  });
  field.addEventListener('change', () => { if (!isTyped) void tell(); });
  field.addEventListener('blur', () => void tell());
  return field;
}

/** @param {Rule} rule @param {Actions} actions @param {() => void} restored */
function undo(rule, {restore}, restored) {
  const button = element('button', {class: 'of-button', type: 'button', name: 'undo'}, text('undo'));
  button.addEventListener('click', async () => {
    if (await restore()) restored();
  });
  queueMicrotask(() => button.focus());
  return [element('span', {class: 'of-rule-sentence of-quiet', dir: 'auto', role: 'status'}, text('ruleRemoved', sentenceOf(rule))), button];
}
