// Thumbs up, thumbs down, not interested, why: one light element around one `div` with a closed root, so that the page sees that
// buttons are there and nothing of what they say.
import {loudStyle, quietStyle} from './controls-style.js';
import {icon} from './icons.js';
import {hideInside, keepInside} from './inside.js';

/** @typedef {import('../types').Rating} Rating */
/** @typedef {'card' | 'row' | 'column'} Look over a card, or on its own */

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

/** The bars that were built, by look: of each element there will be hundreds, and a copy is cheaper. @type {Map<string, HTMLElement>} */
const patterns = new Map();

/** A bar with all buttons. @param {Look} look @param {boolean} isExplained */
function bar(look, isExplained) {
  const key = `${look} ${isExplained}`;
  const pattern = patterns.get(key) ?? make('div', {class: `bar ${look}`, role: 'group', 'aria-label': text('cardGroup')},
    ...look === 'row' ? [make('span', {class: 'name', 'aria-hidden': 'true'}, text('watchRow'))] : [],
    ...ACTIONS.map(([rating, name]) => action(rating, text(name))), ...isExplained ? [action('why', text('action_why'))] : []);
  patterns.set(key, pattern);
  return /** @type {HTMLElement} */ (pattern.cloneNode(true));
}

/** What covers a card that is not wanted. */
const buildVeil = () => make('div', {class: 'veil'}, make('span', {class: 'note'}),
  make('button', {type: 'button', 'data-action': 'undo'}, text('undo')));

export class Controls {
  /** The element to put into the page; its attribute `video-id` says whose controls these are. */
  element;
  /** @type {Rating | null} */
  #rating = null;
  #isDrawn = false;
  #root;
  #bar;
  #look;
  #onRate;
  #onWhy;

  /**
   * @param {Look} look
   * @param {(rating: Rating | null) => void} onRate null: what was said is taken back
   * @param {(button: HTMLElement) => void} [onWhy] given where there is something to explain
   */
  constructor(look, onRate, onWhy) {
    this.element = /** @type {HTMLElement} */ (look === 'card' ? OVER_CARD.cloneNode() : document.createElement('ownfeed-card'));
    this.#look = look;
    this.#onRate = onRate;
    this.#onWhy = onWhy;
    this.#bar = bar(look, Boolean(onWhy));
    this.#root = hideInside(this.element, this.#bar);
    this.#root.adoptedStyleSheets = [quietStyle()];
    this.#root.addEventListener('click', this);
    this.#root.addEventListener('focusin', this);
    if (look !== 'card' || TOUCHED.matches) this.#draw();
  }

  /** @param {Event} event */
  handleEvent(event) {
    const target = /** @type {Element} */ (event.target);
    if (event.type === 'focusin') this.#come('focused', target.matches(':focus-visible'));
    if (event.type === 'focusout') this.#come('focused', false);
    if (event.type !== 'click') return;
    event.stopPropagation(); // a screen reader may press what was never pointed at nor focused
    this.#pressed(target.closest('button'));
  }

  /** @param {string} videoId @param {Rating | null} rating */
  show(videoId, rating) {
    if (this.element.getAttribute('video-id') !== videoId) this.element.setAttribute('video-id', videoId);
    if (this.#rating === rating) return;
    this.#rating = rating;
    for (const [name] of ACTIONS) this.#part(`[data-action=${name}]`)?.setAttribute('aria-pressed', String(name === rating));
    this.#come('rated', rating !== null);
    if (this.#look === 'card') this.#cover(rating === 'down' ? text('downNote') : rating === 'not_interested' ? text('notInterestedNote') : '');
  }

  /** Say over the whole card what its rating means; '' where there is nothing to say. @param {string} note */
  #cover(note) {
    if (!note) return this.#part('.veil')?.remove();
    if (!this.#part('.veil')) this.#bar.before(buildVeil());
    /** @type {HTMLElement} */ (this.#part('.note')).textContent = note;
  }

  /** Come forward, or stand back. @param {boolean} isNear whether the pointer is over the card */
  near(isNear) {
    this.#come('near', isNear);
  }

  /** @param {'near' | 'focused' | 'rated'} why the buttons can be seen @param {boolean} holds */
  #come(why, holds) {
    if (holds) this.#draw();
    this.#bar.classList.toggle(why, holds);
  }

  /** What can be neither seen nor reached yet has no icons and no colours, and hears little: that is most of what buttons cost. */
  #draw() {
    if (this.#isDrawn) return;
    this.#isDrawn = true;
    this.#root.adoptedStyleSheets = [quietStyle(), loudStyle()];
    this.#root.addEventListener('focusout', this);
    keepInside(this.element);
    for (const button of this.#bar.querySelectorAll('button')) {
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
    return this.#root.querySelector(selector);
  }
}
