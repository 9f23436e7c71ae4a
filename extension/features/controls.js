// Thumbs up, thumbs down, not interested, why: one light element around one `div` with a closed root, so that the page sees that
// buttons are there and nothing of what they say.
import {controlsStyle} from './controls-style.js';
import {icon} from './icons.js';
import {hideInside, keepInside} from './inside.js';

/** @typedef {import('../types').Rating} Rating */

const ACTIONS = /** @type {[Rating, string][]} */ ([['up', 'thumbsUp'], ['down', 'thumbsDown'], ['not_interested', 'notInterested']]);
const OVER_CARD = 'position: absolute; inset: 0; pointer-events: none; z-index: 2';

/** @param {string} key */
const text = key => chrome.i18n.getMessage(key);

/**
 * @param {string} tag
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** @param {Rating | 'why'} name of the action @param {string} label */
const action = (name, label) => make('button', {
  type: 'button', 'data-action': name, 'aria-label': label, title: label, ...name === 'why' ? {'aria-expanded': 'false'} : {},
}, icon(name));

/** All that controls can hold, built once and copied for each card. @returns {HTMLElement} */
function build() {
  const undo = make('button', {type: 'button', 'data-action': 'undo'}, text('undo'));
  const bar = make('div', {class: 'bar', role: 'group', 'aria-label': text('cardGroup')},
    make('span', {class: 'name', 'aria-hidden': 'true'}, text('watchRow')),
    ...ACTIONS.map(([rating, name]) => action(rating, text(name))), action('why', text('action_why')));
  return make('div', {}, make('div', {class: 'veil'}, make('span', {class: 'note'}), undo), bar);
}

/** @type {HTMLElement | null} */
let pattern = null;

export class Controls {
  /** The element to put into the page; its attribute `video-id` says whose controls these are. */
  element = document.createElement('ownfeed-card');
  /** @type {Rating | null} */
  #rating = null;
  #body;
  #onRate;
  #onWhy;

  /**
   * @param {'card' | 'row'} look over a card, or a row of its own
   * @param {(rating: Rating | null) => void} onRate null: what was said is taken back
   * @param {(button: HTMLElement) => void} [onWhy] given where the order is ours to explain
   */
  constructor(look, onRate, onWhy) {
    this.#onRate = onRate;
    this.#onWhy = onWhy;
    this.#body = /** @type {HTMLElement} */ ((pattern ??= build()).cloneNode(true));
    this.#body.className = look;
    if (!onWhy) this.#part('[data-action=why]')?.remove();
    if (look === 'row') this.#part('.veil')?.remove();
    else this.element.style.cssText = OVER_CARD;
    this.#body.addEventListener('click', event => this.#pressed(/** @type {Element} */ (event.target).closest('button')));
    hideInside(this.element, this.#body).adoptedStyleSheets = [controlsStyle()];
    keepInside(this.element);
  }

  /** @param {string} videoId @param {Rating | null} rating */
  show(videoId, rating) {
    if (this.element.getAttribute('video-id') === videoId && this.#rating === rating) return;
    this.#rating = rating;
    this.element.setAttribute('video-id', videoId);
    for (const [name] of ACTIONS) this.#part(`[data-action=${name}]`)?.setAttribute('aria-pressed', String(name === rating));
    this.#body.classList.toggle('rated', rating !== null);
    this.#body.classList.toggle('unwanted', rating === 'down' || rating === 'not_interested');
    const note = this.#part('.note');
    if (note) note.textContent = rating && rating !== 'up' ? text(rating === 'down' ? 'downNote' : 'notInterestedNote') : '';
  }

  /** Come forward while the pointer is over this element. @param {HTMLElement} host @param {AbortSignal} signal */
  follow(host, signal) {
    host.addEventListener('pointerenter', () => this.#body.classList.add('near'), {signal});
    host.addEventListener('pointerleave', () => this.#body.classList.remove('near'), {signal});
    this.#body.classList.toggle('near', host.matches(':hover'));
  }

  /** @param {HTMLButtonElement | null} button */
  #pressed(button) {
    const name = button?.dataset['action'];
    if (!button || !name) return;
    if (name === 'why') return this.#onWhy?.(button);
    const rating = ACTIONS.map(([known]) => known).find(known => known === name && known !== this.#rating) ?? null;
    this.#onRate(rating);
    if (name === 'undo') this.#part('[data-action=up]')?.focus();
  }

  /** @param {string} selector @returns {HTMLElement | null} */
  #part(selector) {
    return this.#body.querySelector(selector);
  }
}
