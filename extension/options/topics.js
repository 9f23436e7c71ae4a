// Interests to start with, so that a person without any history has a feed at once, and those in the person's own words. A pressed chip is a
// category of the daemon's, and so is each of the list; whatever case it is written in, a name stands once.
import {request} from '../messages.js';
import {find} from '../ui/elements.js';
import {text} from '../ui/text.js';
import {NamedInterest} from './named-interest.js';
import {attempt} from './saving.js';
import {startSuggestions} from './suggestions.js';
import {TopicChip} from './topic-chip.js';
import {STARTING_TOPICS} from './topic-list.js';

/** @typedef {import('../types').Category} Category */

class Topics {
  #section = find('#topics');
  #list = find('.of-interests', this.#section);
  #own = /** @type {HTMLInputElement} */ (find('input[name=topic]', this.#section));
  /** By name in lower case. @type {Map<string, TopicChip>} */
  #chips = new Map();
  /** The others, which stand in the list. @type {Set<NamedInterest>} */
  #interests = new Set();
  /** What there is, being read or read; null while the daemon is not there. @type {Promise<void> | null} */
  #loading = null;

  constructor() {
    const form = /** @type {HTMLFormElement} */ (find('.of-own-topic', this.#section));
    startSuggestions(this.#section, ({name, keywords}) => this.#attempt(() => this.#add({name, keywords, source: 'suggested'})));
    form.addEventListener('submit', event => {
      event.preventDefault();
      void this.#attempt(async () => {
        if (this.#own.value.trim()) await this.#add({name: this.#own.value.trim()});
        form.reset();
      });
    });
  }

  /** @param {import('../types').Status} status */
  show({connection}) {
    if (connection !== 'ok') this.#loading = null;
    else if (!this.#loading) void this.#attempt(() => this.#loaded());
  }

  /** @param {() => Promise<unknown>} act */
  #attempt(act) {
    return attempt(this.#section, act);
  }

  /** Whoever adds a name must know those that stand here. @returns {Promise<void>} */
  #loaded() {
    return this.#loading ??= this.#load().catch(error => {
      this.#loading = null;
      throw error;
    });
  }

  async #load() {
    const {categories} = await request('topics', {});
    const others = new Set(categories);
    this.#chips = new Map(STARTING_TOPICS.map(({key, keywords}) => {
      const [name, lower] = [text(key), text(key).toLowerCase()];
      const known = categories.find(category => category.name.toLowerCase() === lower);
      if (known) others.delete(known);
      return [lower, new TopicChip({name, keywords}, known, act => void this.#attempt(act))];
    }));
    this.#interests = new Set([...others].map(category => this.#interest(category)));
    find('.of-topics', this.#section).replaceChildren(...[...this.#chips.values()].map(({item}) => item));
    this.#list.replaceChildren(...[...this.#interests].map(({item}) => item));
  }

  /** @param {{name: string, keywords?: string[], source?: 'picked' | 'suggested'}} topic */
  async #add(topic) {
    await this.#loaded();
    const chip = this.#chips.get(topic.name.toLowerCase());
    if (chip) return chip.press();
    if (this.#isTaken(topic.name)) return;
    const effect = await request('preview-topic', topic);
    const interest = this.#interest(await request('add-topic', topic), effect);
    this.#interests.add(interest);
    this.#list.prepend(interest.item);
  }

  /** Whether a name stands here, in whichever case. @param {string} name @param {NamedInterest} [but] one that may have it */
  #isTaken(name, but) {
    const lower = name.toLowerCase();
    return this.#chips.has(lower) || [...this.#interests].some(each => each !== but && each.name?.toLowerCase() === lower);
  }

  /** @param {Category} category @param {import('../types').Effect} [effect] of adding it @returns {NamedInterest} */
  #interest(category, effect) {
    /** @type {NamedInterest} */
    const made = new NamedInterest(category, {
      attempt: act => this.#attempt(act),
      claim: name => {
        if (this.#isTaken(name, made)) throw new Error(text('interestNameTaken', name));
      },
      leave: () => {
        this.#interests.delete(made);
        this.#own.focus();
      },
    }, effect);
    return made;
  }
}

/** @type {import('../types').StartSection} */
export const startTopics = () => new Topics();
