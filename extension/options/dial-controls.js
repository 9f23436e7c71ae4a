// The control of one dial: a switch, a slider, a number that may be left empty, a choice, or the mix.
import {element} from '../ui/elements.js';
import {share} from '../ui/figures.js';
import {language, text} from '../ui/text.js';
import {makeMix} from './mix-control.js';

/**
 * @typedef {{
 *   name: string, kind: 'switch' | 'range' | 'number' | 'choice' | 'mix', min?: number, max?: number, step?: number,
 *   isOptional?: boolean, isShare?: boolean, isSettled?: boolean, choices?: readonly string[],
 * }} Dial
 */
/** @typedef {(value: unknown) => void} Save called with each movement, or where it has settled */

/**
 * @param {Dial} dial
 * @param {unknown} value as the daemon has it
 * @param {Save} save
 * @returns {HTMLElement}
 */
export function makeControl(dial, value, save) {
  if (dial.kind === 'switch') return makeSwitch(dial, value === true, save);
  if (dial.kind === 'choice') return makeChoice(dial, value, save);
  if (dial.kind === 'mix') return makeMix(value, save);
  return dial.kind === 'range' ? makeSlider(dial, Number(value), save) : makeNumber(dial, value, save);
}

/** @param {Dial} dial @param {boolean} isOn @param {Save} save */
function makeSwitch({name}, isOn, save) {
  const attributes = {id: `dial-${name}`, name, class: 'of-switch', type: 'button', role: 'switch', 'aria-checked': String(isOn)};
  const button = element('button', {...attributes, 'aria-labelledby': `dial-label-${name}`});
  button.addEventListener('click', () => {
    button.ariaChecked = String(button.ariaChecked !== 'true');
    save(button.ariaChecked === 'true');
  });
  return button;
}

/** @param {Dial} dial @param {number} value @param {Save} save */
function makeSlider({name, min = 0, max = 1, step = 0.1, isShare = false, isSettled = false}, value, save) {
  const format = isShare ? (/** @type {number} */ part) => share(part, language()) : formatWeight;
  const shown = element('output', {for: `dial-${name}`}, format(value));
  const slider = element('input', {
    id: `dial-${name}`, name, type: 'range', min: String(min), max: String(max), step: String(step), value: String(value),
  });
  slider.addEventListener('input', () => {
    shown.textContent = format(Number(slider.value));
  });
  slider.addEventListener(isSettled ? 'change' : 'input', () => save(Number(slider.value)));
  return element('div', {class: 'of-dial'}, slider, shown);
}

/** @param {Dial} dial @param {unknown} value @param {Save} save */
function makeNumber({name, max = Infinity, step = 1, isOptional = false}, value, save) {
  const field = element('input', {
    id: `dial-${name}`, name, class: 'of-field', type: 'number', min: isOptional ? '1' : '0', max: String(max), step: String(step),
    value: typeof value === 'number' ? String(value) : '', required: !isOptional, placeholder: isOptional ? text('dialNoLimit') : null,
  });
  field.addEventListener('change', () => {
    if (field.reportValidity()) save(field.value === '' ? null : Number(field.value));
  });
  return field;
}

/**
 * One of some words, or none of them. A value of another form, set by another program, shows as such and stays until another is chosen.
 * @param {Dial} dial @param {unknown} value @param {Save} save
 */
function makeChoice({name, choices = []}, value, save) {
  const isOther = value !== null && !choices.includes(String(value));
  const option = (/** @type {string} */ word, /** @type {boolean} */ selected) => element('option', {value: word, selected}, text(`${name}_${word}`));
  const options = [option('any', value === null), ...choices.map(choice => option(choice, choice === value))];
  if (isOther) options.push(element('option', {value: 'other', selected: true, disabled: true}, text(`${name}_other`)));
  const select = element('select', {id: `dial-${name}`, name, class: 'of-select'}, ...options);
  select.addEventListener('change', () => save(select.value === 'any' ? null : select.value));
  return select;
}

/** @param {number} weight @returns {string} */
const formatWeight = weight => `× ${new Intl.NumberFormat(language(), {minimumFractionDigits: 1}).format(weight)}`;

