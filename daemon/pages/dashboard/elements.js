// Elements made from names and text: nothing here reads a string as HTML.

/** @typedef {Node | string | null} Child */

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string | boolean | null>} [attributes] true sets an empty one, false and null none
 * @param {...Child} children strings become text
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== null) made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.filter(child => child !== null));
  return made;
}

/**
 * The one element that must be there.
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} selector
 * @param {ParentNode} [root]
 */
export function find(selector, root = document) {
  const found = root.querySelector(selector);
  if (!found) throw new Error(`There is no ${selector} here.`);
  return /** @type {T} */ (found);
}

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
