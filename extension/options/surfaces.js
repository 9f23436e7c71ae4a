// What OwnFeed may do on each kind of page.
import * as storage from '../storage.js';
import {element, find} from '../ui/elements.js';
import {text} from '../ui/text.js';
import {save} from './saving.js';

/** @typedef {import('../types').RankedSurface} RankedSurface */
/** @typedef {import('../types').Mode} Mode */

/** @type {readonly RankedSurface[]} */
const SURFACES = ['home', 'watch_next', 'search', 'subscriptions'];
/** What is drawn on each of them. @type {Record<RankedSurface, readonly Mode[]>} */
const MODES = {
  home: ['off', 'decorate', 'rerank', 'shelf', 'replace'],
  watch_next: ['off', 'decorate', 'rerank'],
  search: ['off', 'decorate', 'rerank'],
  subscriptions: ['off', 'decorate', 'rerank'],
};

/** @type {import('../types').StartSection} */
export function startSurfaces() {
  const section = find('#surfaces');

  const draw = async () => {
    const modes = await storage.get('modes');
    find('.of-surfaces', section).replaceChildren(...SURFACES.map(surface => row(surface, modes[surface])));
  };

  /** @param {RankedSurface} surface @param {Mode} mode */
  const row = (surface, mode) => {
    const options = MODES[surface].map(each => element('option', {value: each, selected: each === mode}, text(`mode_${each}`)));
    const select = element('select', {class: 'of-select', name: `mode-${surface}`, id: `mode-${surface}`}, ...options);
    select.addEventListener('change', () => void change(surface, /** @type {Mode} */ (select.value)));
    return element('div', {class: 'of-row'}, element('label', {for: select.id}, text(`surface_${surface}`)), select);
  };

  /** @param {RankedSurface} surface @param {Mode} mode */
  const change = async (surface, mode) => {
    if (!await save(section, {mode: {[surface]: mode}})) await draw();
  };

  storage.watch('modes', () => void draw());
  void draw();
  return {show() {}};
}
