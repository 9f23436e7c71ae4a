// What the cards are made of.
import {element} from '../element.js';
import {TEXTS, number} from './texts.js';

export {element, find} from '../element.js';
/** @typedef {import('../element.js').Child} Child */

/** @param {string} label @param {() => void} act @param {string} [name] what is read out, where the label alone says too little */
export function button(label, act, name) {
  const made = element('button', {type: 'button', 'aria-label': name ?? null, 'data-keep': name ?? label}, label);
  made.addEventListener('click', act);
  return made;
}

/**
 * A switch; where it is refused it goes back.
 * @param {string} label @param {string} keep its name across redraws @param {boolean} isOn @param {(isOn: boolean) => Promise<boolean>} act whether it was done
 */
export function check(label, keep, isOn, act) {
  const box = element('input', {type: 'checkbox', checked: isOn, 'aria-label': label, 'data-keep': keep});
  box.addEventListener('change', async () => {
    if (!await act(box.checked)) box.checked = box.defaultChecked;
  });
  return box;
}

/**
 * A weight with its figure, which follows the hand; where it is refused it goes back.
 * @param {string} label @param {string} keep its name across redraws @param {{max: string, step: string, value: string}} range from 0 on
 * @param {(weight: number) => Promise<boolean>} act whether it was done
 */
export function weighing(label, keep, range, act) {
  const made = element('input', {type: 'range', min: '0', ...range, 'aria-label': label, 'data-keep': keep});
  const figure = element('output', {});
  const tell = () => { figure.textContent = `× ${number(made.valueAsNumber)}`; };
  made.addEventListener('input', tell);
  made.addEventListener('change', async () => {
    if (await act(made.valueAsNumber)) return;
    made.value = made.defaultValue;
    tell();
  });
  tell();
  return element('label', {class: 'weight'}, TEXTS.weight, made, figure);
}

/**
 * A name that is sent once the field is left, or with Enter; where it is refused it stays as typed, to be mended. What was typed before the
 * card was drawn anew counts, so `change` is not listened to: the browser fires none for what a script has put back.
 * @param {import('./section.js').Card} card @param {string} label @param {string} keep what the field is called across redraws
 * @param {string} value @param {(name: string) => Promise<unknown>} send throws where it is refused
 */
export function nameField(card, label, keep, value, send) {
  const field = element('input', {class: 'grow', type: 'text', value, maxlength: '100', 'aria-label': label, 'data-keep': keep, 'data-draft': true, dir: 'auto'});
  /** @type {string | null} */
  let underWay = null;
  const leave = async () => {
    const name = field.value;
    if (name === field.defaultValue || name === underWay) return;
    underWay = name;
    await card.edit(async () => {
      await send(name);
      field.defaultValue = name; // no draft any more: what the daemon made of it is shown
    }).finally(() => { underWay = null; });
  };
  field.addEventListener('focusout', () => void leave());
  field.addEventListener('keydown', event => {
    if (event.key === 'Enter' && !event.isComposing) void leave();
  });
  return field;
}

/**
 * A table with a caption that is read out, and rows that scroll sideways where there is no room.
 * @param {string} caption @param {string[]} heads @param {Child[][]} rows
 */
export function table(caption, heads, rows) {
  const head = element('tr', {}, ...heads.map(each => element('th', {scope: 'col'}, each)));
  const body = rows.map(row => element('tr', {}, ...row.map(cell => element('td', {}, cell))));
  return element('div', {class: 'scrolls', tabindex: '0', role: 'region', 'aria-label': caption},
    element('table', {}, element('caption', {class: 'unseen'}, caption), element('thead', {}, head), element('tbody', {}, ...body)));
}
