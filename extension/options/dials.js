// The dials of taste. What is moved is proposed, and the next feed with it is shown; it holds once it is saved.
import {request} from '../messages.js';
import {element, find} from '../ui/elements.js';
import {text} from '../ui/text.js';
import {makeControl} from './dial-controls.js';
import {Preview} from './preview.js';
import {attempt, save} from './saving.js';

/** @typedef {import('./dial-controls.js').Dial} Dial */
/** @typedef {import('../types').Settings} Settings */

/** @type {readonly Dial[]} */
const DIALS = [
  {name: 'hide_watched', kind: 'switch'},
  {name: 'hide_watched_fraction', kind: 'range', min: 0.1, isShare: true},
  {name: 'hide_age_restricted', kind: 'switch'},
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

class Dials {
  #section = find('#dials');
  #preview = new Preview(this.#section, find('.of-preview-body', this.#section));
  #isLoaded = false;
  /** As the daemon has them. @type {Settings} */
  #saved = {};
  /** As the person moved them. @type {Settings} */
  #proposed = {};

  constructor() {
    find('button[name=save]', this.#section).addEventListener('click', () => void this.#save());
    find('button[name=discard]', this.#section).addEventListener('click', () => void this.#load());
  }

  /** @param {import('../types').Status} status */
  show({connection}) {
    if (connection === 'ok' && !this.#isLoaded) void this.#load();
    this.#isLoaded = connection === 'ok';
  }

  #load() {
    return attempt(this.#section, async () => this.#take(await request('settings', {})));
  }

  async #save() {
    if (await save(this.#section, this.#proposed)) this.#take({...this.#saved, ...this.#proposed});
  }

  /** @param {Settings} settings */
  #take(settings) {
    this.#saved = settings;
    this.#proposed = {};
    const known = DIALS.filter(({name}) => name in settings);
    find('.of-dials', this.#section).replaceChildren(...known.map(dial => this.#row(dial)));
    this.#showProposed();
  }

  /** @param {Dial} dial */
  #row(dial) {
    const label = element('label', {for: `dial-${dial.name}`, id: `dial-label-${dial.name}`}, text(`dial_${dial.name}`));
    const hint = element('p', {class: 'of-quiet'}, text(`dial_${dial.name}_hint`));
    const control = makeControl(dial, this.#saved[dial.name], value => this.#propose(dial.name, value));
    return element('div', {class: 'of-row'}, element('div', {}, label, hint), control);
  }

  /** @param {string} name @param {unknown} value */
  #propose(name, value) {
    const isAsSaved = JSON.stringify(value) === JSON.stringify(this.#saved[name]);
    const {[name]: _before, ...others} = this.#proposed;
    this.#proposed = isAsSaved ? others : {...others, [name]: value};
    find('.of-saved', this.#section).textContent = '';
    this.#showProposed();
  }

  #showProposed() {
    find('.of-unsaved', this.#section).hidden = !Object.keys(this.#proposed).length;
    void this.#preview.show(this.#proposed);
  }
}

/** @type {import('../types').StartSection} */
export const startDials = () => new Dials();
