// Thumbs up, thumbs down, not interested, why: one light element around one `div` with a closed root, so that the page sees that
// buttons are there and nothing of what they say.
import {controlsStyle} from './controls-style.js';
import {icon} from './icons.js';
import {hideInside, keepInside} from './inside.js';

/** @typedef {import('../types').Rating} Rating */

const ACTIONS = /** @type {[Rating, string][]} */ ([['up', 'thumbsUp'], ['down', 'thumbsDown'], ['not_interested', 'notInterested']]);
/** Where nothing can be pointed at, all is always seen (as in controls-style.js). */
const TOUCHED = matchMedia('(hover: none) and (pointer: coarse)');
const OVER_CARD = document.createElement('ownfeed-card'); // copied, so that its style is read once
OVER_CARD.style.cssText = 'position: absolute; inset: 0; pointer-events: none; z-index: 2';

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

/** A button that shows nothing yet: its name says what it does. @param {Rating | 'why'} name of the action @param {string} label */
const action = (name, label) => make('button', {
  type: 'button', 'data-action': name, 'aria-label': label, title: label, [name === 'why' ? 'aria-expanded' : 'aria-pressed']: 'false',
});

/** A bar with all buttons, built once and copied for each card: of each element there will be hundreds. @returns {HTMLElement} */
const build = () => make('div', {class: 'bar', role: 'group', 'aria-label': text('cardGroup')},
  ...ACTIONS.map(([rating, name]) => action(rating, text(name))), action('why', text('action_why')));

/** What covers a card that is not wanted. */
const buildVeil = () => make('div', {class: 'veil'}, make('span', {class: 'note'}),
  make('button', {type: 'button', 'data-action': 'undo'}, text('undo')));

/** @type {HTMLElement | null} */
let pattern = null;

export class Controls {
  /** The element to put into the page; its attribute `video-id` says whose controls these are. */
  element;
  /** @type {Rating | null} */
  #rating = null;
  #isDrawn = false;
  #body;
  #onRate;
  #onWhy;

  /**
   * @param {'card' | 'row' | 'column'} look over a card, or on its own
   * @param {(rating: Rating | null) => void} onRate null: what was said is taken back
   * @param {(button: HTMLElement) => void} [onWhy] given where there is something to explain
   */
  constructor(look, onRate, onWhy) {
    this.element = /** @type {HTMLElement} */ (look === 'card' ? OVER_CARD.cloneNode() : document.createElement('ownfeed-card'));
    this.#onRate = onRate;
    this.#onWhy = onWhy;
    const bar = /** @type {HTMLElement} */ ((pattern ??= build()).cloneNode(true));
    this.#body = make('div', {class: look}, bar);
    if (!onWhy) this.#part('[data-action=why]')?.remove();
    if (look === 'row') bar.prepend(make('span', {class: 'name', 'aria-hidden': 'true'}, text('watchRow')));
    if (look !== 'card' || TOUCHED.matches) this.#draw();
    this.#body.addEventListener('click', event => {
      event.stopPropagation(); // a screen reader may press what was never pointed at nor focused
      this.#pressed(/** @type {Element} */ (event.target).closest('button'));
    });
    this.#body.addEventListener('focusin', ({target}) => this.#come('focused', /** @type {Element} */ (target).matches(':focus-visible')));
    hideInside(this.element, this.#body).adoptedStyleSheets = [controlsStyle()];
  }

  /** @param {string} videoId @param {Rating | null} rating */
  show(videoId, rating) {
    if (this.element.getAttribute('video-id') !== videoId) this.element.setAttribute('video-id', videoId);
    if (this.#rating === rating) return;
    this.#rating = rating;
    for (const [name] of ACTIONS) this.#part(`[data-action=${name}]`)?.setAttribute('aria-pressed', String(name === rating));
    this.#body.classList.toggle('unwanted', rating === 'down' || rating === 'not_interested');
    this.#come('rated', rating !== null);
    if (rating && rating !== 'up') this.#cover(text(rating === 'down' ? 'downNote' : 'notInterestedNote'));
  }

  /** Say over the whole card what its rating means. @param {string} note */
  #cover(note) {
    if (!this.#body.classList.contains('card')) return;
    if (!this.#part('.veil')) this.#body.prepend(buildVeil());
    /** @type {HTMLElement} */ (this.#part('.note')).textContent = note;
  }

  /** Come forward while the pointer is over this element. @param {HTMLElement} host @param {AbortSignal} signal */
  follow(host, signal) {
    host.addEventListener('pointerenter', () => this.#come('near', true), {signal});
    host.addEventListener('pointerleave', () => this.#come('near', false), {signal});
    this.#come('near', host.matches(':hover'));
  }

  /** @param {'near' | 'focused' | 'rated'} why the buttons can be seen @param {boolean} holds */
  #come(why, holds) {
    if (holds) this.#draw();
    this.#body.classList.toggle(why, holds);
  }

  /** What can be neither seen nor reached yet has no icons and no colours, and hears little: that is most of what buttons cost. */
  #draw() {
    if (this.#isDrawn) return;
    this.#isDrawn = true;
    this.#body.classList.add('drawn');
    this.#body.addEventListener('focusout', () => this.#come('focused', false));
    keepInside(this.element);
    for (const button of this.#body.querySelectorAll('.bar button')) {
      button.append(icon(/** @type {Rating | 'why'} */ (button.getAttribute('data-action'))));
    }
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
