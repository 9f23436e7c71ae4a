// The dials of taste. Each is saved when it is moved; the daemon refuses what is out of range, and its sentence is shown.
import {request} from '../messages.js';
import {element, find} from '../ui/elements.js';
import {text} from '../ui/text.js';
import {makeControl} from './dial-controls.js';
import {save} from './saving.js';

/** @typedef {import('./dial-controls.js').Dial} Dial */

/** @type {readonly Dial[]} */
const DIALS = [
  {name: 'hide_watched', kind: 'switch'},
  {name: 'hide_watched_fraction', kind: 'range', min: 0.1, isShare: true},
  {name: 'mix', kind: 'mix'},
  {name: 'length', kind: 'choice', choices: ['short', 'medium', 'long']},
  {name: 'freshness', kind: 'range', max: 3, step: 0.1},
  {name: 'channel_boost', kind: 'range', max: 3, step: 0.1},
  {name: 'view_health', kind: 'range', max: 3, step: 0.1},
  {name: 'impressions_before_hiding', kind: 'number', max: 100, step: 1},
  {name: 'max_in_a_row', kind: 'number', max: 50, step: 1},
  {name: 'max_age_days', kind: 'number', max: 36_500, step: 1, isOptional: true},
  {name: 'min_views', kind: 'number', max: 1e12, step: 1, isOptional: true},
];

/** @type {import('../types').StartSection} */
export function startDials() {
  const section = find('#dials');
  let isLoaded = false;

  const load = async () => {
    try {
      draw(await request('settings', {}));
    } catch (error) {
      find('.of-problem', section).textContent = /** @type {Error} */ (error).message;
    }
  };

  /** @param {import('../types').Settings} settings */
  const draw = settings => {
    const known = DIALS.filter(({name}) => name in settings);
    find('.of-dials', section).replaceChildren(...known.map(dial => row(dial, settings[dial.name])));
  };

  /** @param {Dial} dial @param {unknown} value */
  const row = (dial, value) => {
    const label = element('label', {for: `dial-${dial.name}`, id: `dial-label-${dial.name}`}, text(`dial_${dial.name}`));
    const hint = element('p', {class: 'of-quiet'}, text(`dial_${dial.name}_hint`));
    return element('div', {class: 'of-row'}, element('div', {}, label, hint), makeControl(dial, value, changed => change(dial, changed)));
  };

  /** @param {Dial} dial @param {unknown} value */
  const change = async (dial, value) => {
    if (!await save(section, {[dial.name]: value})) await load();
  };

  return {
    show({connection}) {
      if (connection === 'ok' && !isLoaded) void load();
      isLoaded = connection === 'ok';
    },
  };
}
