// The control of one dial: a switch, a slider, or a number that may be left empty.
import {element} from '../ui/elements.js';
import {text} from '../ui/text.js';

/** @typedef {{name: string, kind: 'switch' | 'range' | 'number', max?: number, step?: number, isOptional?: boolean}} Dial */
/** @typedef {(value: unknown) => Promise<void>} Save */

/**
 * @param {Dial} dial
 * @param {unknown} value as the daemon has it
 * @param {Save} save
 * @returns {HTMLElement}
 */
export function makeControl(dial, value, save) {
  if (dial.kind === 'switch') return makeSwitch(dial, value === true, save);
  return dial.kind === 'range' ? makeSlider(dial, Number(value), save) : makeNumber(dial, value, save);
}

/** @param {Dial} dial @param {boolean} isOn @param {Save} save */
function makeSwitch({name}, isOn, save) {
  const attributes = {id: `dial-${name}`, name, class: 'of-switch', type: 'button', role: 'switch', 'aria-checked': String(isOn)};
  const button = element('button', {...attributes, 'aria-labelledby': `dial-label-${name}`});
  button.addEventListener('click', () => {
    button.ariaChecked = String(button.ariaChecked !== 'true');
    void save(button.ariaChecked === 'true');
  });
  return button;
}

/** @param {Dial} dial @param {number} value @param {Save} save */
function makeSlider({name, max = 1, step = 0.1}, value, save) {
  const shown = element('output', {for: `dial-${name}`}, format(value));
  const slider = element('input', {
    id: `dial-${name}`, name, type: 'range', min: '0', max: String(max), step: String(step), value: String(value),
  });
  slider.addEventListener('input', () => {
    shown.textContent = format(Number(slider.value));
  });
  slider.addEventListener('change', () => void save(Number(slider.value)));
  return element('div', {class: 'of-dial'}, slider, shown);
}

/** @param {Dial} dial @param {unknown} value @param {Save} save */
function makeNumber({name, max = Infinity, step = 1, isOptional = false}, value, save) {
  const field = element('input', {
    id: `dial-${name}`, name, class: 'of-field', type: 'number', min: isOptional ? '1' : '0', max: String(max), step: String(step),
    value: typeof value === 'number' ? String(value) : '', required: !isOptional, placeholder: isOptional ? text('dialNoLimit') : null,
  });
  field.addEventListener('change', () => {
    if (field.reportValidity()) void save(field.value === '' ? null : Number(field.value));
  });
  return field;
}

/** @param {number} weight @returns {string} */
const format = weight => `× ${weight.toFixed(1)}`;
