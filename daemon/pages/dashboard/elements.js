// What the cards are made of.
import {element} from '../element.js';

export {element, find} from '../element.js';
/** @typedef {import('../element.js').Child} Child */

/** @param {string} label @param {() => void} act @param {string} [name] what is read out, where the label alone says too little */
export function button(label, act, name) {
  const made = element('button', {type: 'button', 'aria-label': name ?? null}, label);
  made.addEventListener('click', act);
  return made;
}

/** @param {string} label @param {boolean} isOn @param {(isOn: boolean) => void} act */
export function check(label, isOn, act) {
  const box = element('input', {type: 'checkbox', checked: isOn, 'aria-label': label});
  box.addEventListener('change', () => act(box.checked));
  return box;
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
