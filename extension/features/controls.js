// Thumbs up, thumbs down, not interested: one light element around one `div` with a closed root, so that the page sees that buttons
// are there and nothing of what they say.
import {controlsStyle} from './controls-style.js';
import {icon} from './icons.js';

/** @typedef {import('../types').Rating} Rating */

const ACTIONS = /** @type {[Rating, string][]} */ ([['up', 'thumbsUp'], ['down', 'thumbsDown'], ['not_interested', 'notInterested']]);
// YouTube listens on ancestors: unstopped, a press on a button would open the card's video, a key would steer the player.
const OURS = ['click', 'dblclick', 'auxclick', 'mousedown', 'mouseup', 'pointerdown', 'pointerup', 'touchstart', 'keydown', 'keyup', 'keypress'];
const OVER_CARD = {position: 'absolute', inset: '0', 'pointer-events': 'none', 'z-index': '2'};

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
const action = (name, label) => make('button', {type: 'button', 'data-action': name, 'aria-label': label, title: label}, icon(name));

/** @param {(button: HTMLElement) => void} onWhy */
function explainer(onWhy) {
  const button = action('why', chrome.i18n.getMessage('action_why'));
  button.addEventListener('click', () => onWhy(button));
  return button;
}

export class Controls {
  /** The element to put into the page; its attribute `video-id` says whose controls these are. */
  element = document.createElement('ownfeed-card');
  /** @type {Rating | null} */
  #rating = null;
  #body;
  #buttons;
  #note = make('span');
  #undo = make('button', {type: 'button', 'data-action': 'undo'});

  /**
   * @param {'card' | 'row'} look over a card, or a row of its own
   * @param {(rating: Rating | null) => void} onRate null: what was said is taken back
   * @param {(button: HTMLElement) => void} [onWhy] given where the order is ours to explain
   */
  constructor(look, onRate, onWhy) {
    this.#buttons = ACTIONS.map(([rating, name]) => this.#toggle(rating, chrome.i18n.getMessage(name), onRate));
    const bar = make('div', {class: 'bar', role: 'group', 'aria-label': chrome.i18n.getMessage('cardGroup')},
      make('span', {class: 'name', 'aria-hidden': 'true'}, chrome.i18n.getMessage('watchRow')), ...this.#buttons,
      ...onWhy ? [explainer(onWhy)] : []);
    this.#body = make('div', {class: look}, ...look === 'card' ? [this.#veil(onRate)] : [], bar);
    this.#hide();
    if (look === 'card') for (const [name, value] of Object.entries(OVER_CARD)) this.element.style.setProperty(name, value);
    for (const type of OURS) this.element.addEventListener(type, event => event.stopPropagation());
  }

  /** @param {string} videoId @param {Rating | null} rating */
  show(videoId, rating) {
    this.#rating = rating;
    if (this.element.getAttribute('video-id') !== videoId) this.element.setAttribute('video-id', videoId);
    for (const button of this.#buttons) button.setAttribute('aria-pressed', String(button.dataset['action'] === rating));
    this.#body.classList.toggle('rated', rating !== null);
    this.#body.classList.toggle('unwanted', rating === 'down' || rating === 'not_interested');
    this.#note.textContent = rating && rating !== 'up' ? chrome.i18n.getMessage(rating === 'down' ? 'downNote' : 'notInterestedNote') : '';
  }

  /** Come forward while the pointer is over this element. @param {HTMLElement} host @param {AbortSignal} signal */
  follow(host, signal) {
    host.addEventListener('pointerenter', () => this.#body.classList.add('near'), {signal});
    host.addEventListener('pointerleave', () => this.#body.classList.remove('near'), {signal});
    this.#body.classList.toggle('near', host.matches(':hover'));
  }

  /** @param {Rating} rating @param {string} name @param {(rating: Rating | null) => void} onRate */
  #toggle(rating, name, onRate) {
    const button = action(rating, name);
    button.addEventListener('click', () => onRate(this.#rating === rating ? null : rating));
    return button;
  }

  /** What lies over a card a person does not want: a word, and the way back. @param {(rating: null) => void} onRate */
  #veil(onRate) {
    this.#undo.append(chrome.i18n.getMessage('undo'));
    this.#undo.addEventListener('click', () => {
      onRate(null);
      this.#buttons[0]?.focus();
    });
    return make('div', {class: 'veil'}, this.#note, this.#undo);
  }

  /** Put the body where the page cannot look: a root on our own element could be read by a page that defines that name first. */
  #hide() {
    const holder = document.createElement('div');
    const root = holder.attachShadow({mode: 'closed'});
    root.adoptedStyleSheets = [controlsStyle()];
    root.append(this.#body);
    this.element.append(holder);
  }
}
