// Interests to start with, so that a person without any history has a feed at once. A pressed chip is a category of the daemon's.
import {request} from '../messages.js';
import {element, find} from '../ui/elements.js';
import {text} from '../ui/text.js';
import {attempt} from './saving.js';
import {startSuggestions} from './suggestions.js';
import {STARTING_TOPICS} from './topic-list.js';

/** @typedef {import('../types').Category} Category */
/** @typedef {{name: string, keywords: string[]}} Topic */

class Topics {
  #section = find('#topics');
  /** @type {Map<string, Category>} by name in lower case */
  #picked = new Map();
  #isLoaded = false;

  constructor() {
    const form = /** @type {HTMLFormElement} */ (find('.of-own-topic', this.#section));
    const own = /** @type {HTMLInputElement} */ (find('input[name=topic]', form));
    startSuggestions(this.#section, ({name, keywords}) => attempt(this.#section, async () => {
      this.#picked.set(name.toLowerCase(), await request('add-topic', {name, keywords, source: 'suggested'}));
      this.#draw();
    }));
    form.addEventListener('submit', event => {
      event.preventDefault();
      void attempt(this.#section, async () => {
        await this.#addOwn(own.value.trim());
        form.reset();
      });
    });
  }

  /** @param {import('../types').Status} status */
  show({connection}) {
    if (connection === 'ok' && !this.#isLoaded) void attempt(this.#section, () => this.#load());
    this.#isLoaded = connection === 'ok';
  }

  async #load() {
    const {categories} = await request('topics', {});
    this.#picked = new Map(categories.filter(({active}) => active).map(category => [category.name.toLowerCase(), category]));
    this.#draw();
  }

  #draw() {
    const starting = STARTING_TOPICS.map(({key, keywords}) => ({name: text(key), keywords}));
    const known = new Set(starting.map(({name}) => name.toLowerCase()));
    const others = [...this.#picked.values()].filter(({name}) => !known.has(name.toLowerCase()));
    find('.of-topics', this.#section).replaceChildren(...[...starting, ...others].map(topic => this.#chip(topic)));
  }

  /** @param {Topic} topic */
  #chip(topic) {
    const isPicked = this.#picked.has(topic.name.toLowerCase());
    const button = element('button', {class: 'of-chip', type: 'button', 'aria-pressed': String(isPicked)}, topic.name);
    button.addEventListener('click', () => void attempt(this.#section, () => this.#toggle(topic, button)));
    return element('li', {}, button);
  }

  /** @param {Topic} topic @param {HTMLElement} button */
  async #toggle(topic, button) {
    const name = topic.name.toLowerCase();
    const category = this.#picked.get(name);
    if (category) {
      await request('remove-topic', {id: category.id});
      this.#picked.delete(name);
    } else {
      this.#picked.set(name, await request('add-topic', topic));
    }
    button.setAttribute('aria-pressed', String(!category));
  }

  /** @param {string} name in the person's own words */
  async #addOwn(name) {
    if (!name || this.#picked.has(name.toLowerCase())) return;
    this.#picked.set(name.toLowerCase(), await request('add-topic', {name}));
    this.#draw();
  }
}

/** @type {import('../types').StartSection} */
export const startTopics = () => new Topics();
