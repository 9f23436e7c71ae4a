// Interests to start with, so that a person without any history has a feed at once, and those in the person's own words. A pressed chip is a
// category of the daemon's, and so is each of the list.
import {request} from '../messages.js';
import {element, find} from '../ui/elements.js';
import {text} from '../ui/text.js';
import {drawInterest} from './named-interest.js';
import {attempt} from './saving.js';
import {startSuggestions} from './suggestions.js';
import {STARTING_TOPICS} from './topic-list.js';

/** @typedef {import('../types').Category} Category */
/** @typedef {{name: string, keywords: string[]}} Topic */

class Topics {
  #section = find('#topics');
  #list = find('.of-interests', this.#section);
  /** Starting topics that are picked, by name in lower case. @type {Map<string, Category>} */
  #picked = new Map();
  /** Names of the others in lower case, which stand in the list below. @type {Set<string>} */
  #named = new Set();
  #isLoaded = false;

  constructor() {
    const form = /** @type {HTMLFormElement} */ (find('.of-own-topic', this.#section));
    const own = /** @type {HTMLInputElement} */ (find('input[name=topic]', form));
    startSuggestions(this.#section, ({name, keywords}) => this.#attempt(() => this.#add({name, keywords, source: 'suggested'})));
    form.addEventListener('submit', event => {
      event.preventDefault();
      void this.#attempt(async () => {
        if (own.value.trim()) await this.#add({name: own.value.trim()});
        form.reset();
      });
    });
  }

  /** @param {import('../types').Status} status */
  show({connection}) {
    if (connection === 'ok' && !this.#isLoaded) void this.#attempt(() => this.#load());
    this.#isLoaded = connection === 'ok';
  }

  /** @param {() => Promise<unknown>} act */
  #attempt(act) {
    return attempt(this.#section, act);
  }

  async #load() {
    const {categories} = await request('topics', {});
    const starting = STARTING_TOPICS.map(({key, keywords}) => ({name: text(key), keywords}));
    const known = new Set(starting.map(({name}) => name.toLowerCase()));
    const [chips, named] = [true, false].map(isStarting => categories.filter(({name}) => known.has(name.toLowerCase()) === isStarting));
    this.#picked = new Map((chips ?? []).map(category => [category.name.toLowerCase(), category]));
    this.#named = new Set((named ?? []).map(({name}) => name.toLowerCase()));
    find('.of-topics', this.#section).replaceChildren(...starting.map(topic => this.#chip(topic)));
    this.#list.replaceChildren(...(named ?? []).map(category => this.#interest(category)));
  }

  /** @param {Topic} topic */
  #chip(topic) {
    const isPicked = this.#picked.get(topic.name.toLowerCase())?.active === true;
    const button = element('button', {class: 'of-chip', type: 'button', 'aria-pressed': String(isPicked)}, topic.name);
    button.addEventListener('click', () => void this.#attempt(() => this.#toggle(topic, button)));
    return element('li', {}, button);
  }

  /** @param {Topic} topic @param {HTMLElement} button */
  async #toggle(topic, button) {
    const name = topic.name.toLowerCase();
    const category = this.#picked.get(name);
    if (category?.active) {
      await request('remove-topic', {id: category.id});
      this.#picked.delete(name);
    } else {
      this.#picked.set(name, category ? await request('change-topic', {id: category.id, change: {active: true}}) : await request('add-topic', topic));
    }
    button.setAttribute('aria-pressed', String(!category?.active));
  }

  /** @param {{name: string, keywords?: string[], source?: 'picked' | 'suggested'}} topic */
  async #add(topic) {
    if (this.#named.has(topic.name.toLowerCase())) return;
    const effect = await request('preview-topic', topic);
    const category = await request('add-topic', topic);
    this.#named.add(topic.name.toLowerCase());
    this.#list.prepend(this.#interest(category, effect));
  }

  /** @param {Category} category @param {import('../types').Effect} [effect] of adding it */
  #interest(category, effect) {
    let {id} = category; // another one once it was removed and brought back
    let latest = category;
    /** @param {import('../types').CategoryChange} change @param {() => Promise<unknown>} act */
    const told = async (change, act) => {
      /** @type {import('../types').Effect | null} */
      let found = null;
      const isDone = await this.#attempt(async () => {
        found = await request('preview-topic', {id, ...change});
        await act();
      });
      return isDone ? found : null;
    };
    const remove = () => request('remove-topic', {id}).then(() => this.#named.delete(latest.name.toLowerCase()));
    return drawInterest(category, {
      change: change => told(change, async () => {
        this.#named.delete(latest.name.toLowerCase());
        latest = await request('change-topic', {id, change});
        this.#named.add(latest.name.toLowerCase());
      }),
      remove: () => told({active: false}, remove),
      take: () => this.#attempt(remove),
      restore: () => this.#attempt(async () => {
        const {id: _, ...topic} = latest;
        ({id} = await request('add-topic', topic));
        this.#named.add(latest.name.toLowerCase());
      }),
    }, effect);
  }
}

/** @type {import('../types').StartSection} */
export const startTopics = () => new Topics();
