// The person's interests as chips: one pressed at most, "All" otherwise.
import {element} from '../ui/elements.js';
import {text} from '../ui/text.js';

/**
 * @param {HTMLElement} row
 * @param {import('../types').Persona[]} personas
 * @param {(index: number | undefined) => void} onPick
 */
export function drawPersonas(row, personas, onPick) {
  /** @param {string} label @param {number | undefined} index */
  const chip = (label, index) => {
    const button = element('button', {class: 'of-chip', type: 'button', 'aria-pressed': String(index === undefined)}, label);
    button.addEventListener('click', () => {
      for (const other of row.children) other.setAttribute('aria-pressed', String(other === button));
      onPick(index);
    });
    return button;
  };
  const alive = personas.filter(({muted}) => !muted);
  row.replaceChildren(...(alive.length ? [chip(text('personasAll'), undefined)] : []), ...alive.map(({label, index}) => chip(label, index)));
}
