// The mix: how much of a feed is subscribed, familiar, new, a surprise. Four sliders that together are always the whole.
import {element} from '../ui/elements.js';
import {share} from '../ui/figures.js';
import {language, text} from '../ui/text.js';

/** @typedef {import('./dial-controls.js').Save} Save */

const KINDS = ['subscribed', 'familiar', 'new', 'surprise'];
const STEPS = 20;
/** Where the sliders stand when somebody begins to mix for themselves. */
const FIRST = 0.25;

/**
 * @param {unknown} mix as the daemon has it; null is no mix of one's own
 * @param {Save} save
 * @returns {HTMLElement}
 */
export function makeMix(mix, save) {
  const given = /** @type {Record<string, number> | null} */ (mix ?? null);
  const rows = KINDS.map(kind => makeShare(kind, given?.[kind] ?? FIRST));
  const sliders = element('fieldset', {class: 'of-mix-shares', hidden: given === null, 'aria-labelledby': 'dial-label-mix'}, ...rows.map(({row}) => row));
  const button = element('button', {
    id: 'dial-mix', name: 'mix', class: 'of-switch', type: 'button', role: 'switch', 'aria-checked': String(given !== null), 'aria-labelledby': 'dial-label-mix',
  });

  const show = () => {
    const shares = sharesOf(rows);
    rows.forEach(({shown}, index) => {
      shown.textContent = share(shares[index] ?? 0, language());
    });
  };
  const send = () => save(Object.fromEntries(KINDS.map((kind, index) => [kind, sharesOf(rows)[index]])));

  rows.forEach(({slider}) => {
    slider.addEventListener('input', () => {
      show();
      send();
    });
  });
  button.addEventListener('click', () => {
    button.ariaChecked = String(button.ariaChecked !== 'true');
    sliders.hidden = button.ariaChecked !== 'true';
    if (sliders.hidden) save(null);
    else send();
  });
  show();
  return element('div', {class: 'of-mix'}, button, sliders);
}

/** @param {string} kind @param {number} part of the whole */
function makeShare(kind, part) {
  const id = `dial-mix-${kind}`;
  const shown = element('output', {for: id});
  const slider = element('input', {id, name: `mix-${kind}`, type: 'range', min: '0', max: String(STEPS), step: '1', value: String(Math.round(part * STEPS))});
  const row = element('div', {class: 'of-dial'}, element('label', {for: id, title: text(`mix_${kind}_hint`)}, text(`mix_${kind}`)), slider, shown);
  return {row, slider, shown};
}

/** @param {{slider: HTMLInputElement}[]} rows @returns {number[]} shares that sum to 1; all alike when every slider is at nothing */
function sharesOf(rows) {
  const weights = rows.map(({slider}) => Number(slider.value));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map(weight => (total ? weight / total : 1 / rows.length));
}
