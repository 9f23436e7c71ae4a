// One interest by name: what it is called, the words that mean it, how much it counts, and whether. What a change does to the feed is
// told beneath, with a way back that stays until it was gone or another change was made.
import {request} from '../messages.js';
import {element, icon} from '../ui/elements.js';
import {text} from '../ui/text.js';
import {makeControl} from './dial-controls.js';
import {drawEffect} from './effect.js';

/** @typedef {import('../types').Category} Category */
/** @typedef {import('../types').CategoryChange} CategoryChange */
/** @typedef {import('../types').Effect} Effect */
/**
 * Where it stands. `attempt` tells whether something was done, and the person why not; `claim` throws where another has the name;
 * `leave`: it is gone for good.
 * @typedef {{attempt: (act: () => Promise<unknown>) => Promise<boolean>, claim: (name: string) => void, leave: () => void}} Place
 */

export class NamedInterest {
  item = element('li', {class: 'of-interest'});
  #told = element('div', {class: 'of-interest-effect', 'aria-live': 'polite'}); // heard only if it was there before what it tells
  #category;
  #isGone = false;
  #place;

  /** @param {Category} category @param {Place} place @param {Effect} [effect] of adding it */
  constructor(category, place, effect) {
    this.#category = category;
    this.#place = place;
    this.item.append(this.#told);
    this.#draw();
    if (effect) this.#tell(effect, () => this.#take());
  }

  /** What it is called; null while it is gone. */
  get name() {
    return this.#isGone ? null : this.#category.name;
  }

  /** Draw it as the daemon has it, above what is told; the focus stays. */
  #draw() {
    const at = document.activeElement;
    const focused = this.item.contains(at) && !this.#told.contains(at) ? at?.getAttribute('name') : null;
    this.#clear();
    this.item.dataset['interest'] = this.#category.name;
    this.item.prepend(...this.#controls());
    if (focused) this.#focus(focused);
  }

  #clear() {
    for (const child of [...this.item.children]) if (child !== this.#told) child.remove();
  }

  #controls() {
    const {id, name, keywords, interest_score: weight, active} = this.#category;
    const [weigh, counts] = [`interest-weight-${id}`, `interest-on-${id}`];
    return [
      this.#field('name', name, typed => ({name: typed}), text('interestName', name)),
      this.#field('keywords', keywords.join(', '), typed => ({keywords: wordsOf(typed)}), text('interestKeywords', name)),
      element('div', {class: 'of-persona-dials'},
        element('label', {for: `dial-${weigh}`}, text('personaWeight')),
        makeControl({name: weigh, kind: 'range', max: 1, isSettled: true}, weight, value => void this.#change({interest_score: Number(value)})),
        element('span', {id: `dial-label-${counts}`}, text('interestCounts')),
        makeControl({name: counts, kind: 'switch'}, active, value => void this.#change({active: value === true})),
        this.#bin()),
    ];
  }

  /** @param {'name' | 'keywords'} what @param {string} value @param {(typed: string) => CategoryChange} meaning @param {string} label */
  #field(what, value, meaning, label) {
    const placeholder = what === 'keywords' ? text('interestKeywordsPlaceholder') : null;
    const field = element('input', {class: 'of-field', name: what, value, maxlength: what === 'name' ? '100' : '1000', dir: 'auto', 'aria-label': label, placeholder});
    field.addEventListener('change', () => {
      const typed = field.value.trim();
      if (typed || what === 'keywords') void this.#change(meaning(typed));
      else field.value = value;
    });
    return field;
  }

  #bin() {
    const {name} = this.#category;
    const bin = element('button', {class: 'of-icon-button', type: 'button', name: 'remove', 'aria-label': text('interestRemove', name), title: text('remove')}, icon('remove'));
    bin.addEventListener('click', () => void this.#remove());
    return bin;
  }

  /** Tell what was done, and how to take it back. @param {Effect} effect @param {() => Promise<unknown>} undo @param {string} [said] before it */
  #tell(effect, undo, said) {
    const button = element('button', {class: 'of-button', type: 'button', name: 'undo'}, text('undo'));
    button.addEventListener('click', () => void undo());
    const before = said ? [element('p', {class: 'of-quiet', dir: 'auto'}, said)] : [];
    this.#told.replaceChildren(...before, element('div', {class: 'of-preview'}, drawEffect(effect), button));
  }

  /** Show it as it was before the last change. */
  #untell() {
    this.#told.replaceChildren();
    this.#draw();
    this.#focus('name');
  }

  /** Change it, and tell what that did; it is drawn as it is now, changed or not. @param {CategoryChange} change */
  async #change(change) {
    const before = Object.fromEntries(Object.keys(change).map(name => [name, this.#category[/** @type {keyof Category} */ (name)]]));
    await this.#place.attempt(async () => {
      const effect = await this.#apply(change);
      this.#tell(effect, () => this.#place.attempt(async () => {
        await this.#apply(before);
        this.#untell();
      }));
    });
    this.#draw();
  }

  /** @param {CategoryChange} change @returns {Promise<Effect>} what it did */
  async #apply(change) {
    const {id} = this.#category;
    if (change.name !== undefined) this.#place.claim(change.name);
    const effect = await request('preview-topic', {id, ...change});
    this.#category = await request('change-topic', {id, change});
    return effect;
  }

  #remove() {
    return this.#place.attempt(async () => {
      const {id, name} = this.#category;
      const effect = await request('preview-topic', {id, active: false});
      await request('remove-topic', {id});
      this.#isGone = true;
      this.#tell(effect, () => this.#restore(), text('interestRemoved', name));
      this.#clear();
      this.#focus('undo');
    });
  }

  #restore() {
    return this.#place.attempt(async () => {
      const {id: _, ...topic} = this.#category; // it comes back under another one
      this.#place.claim(topic.name);
      this.#category = await request('add-topic', topic);
      this.#isGone = false;
      this.#untell();
    });
  }

  /** Take it back once it was added. */
  #take() {
    return this.#place.attempt(async () => {
      await request('remove-topic', {id: this.#category.id});
      this.item.remove();
      this.#place.leave();
    });
  }

  /** @param {string} name of a control */
  #focus(name) {
    /** @type {HTMLElement | null} */ (this.item.querySelector(`[name="${name}"]`))?.focus();
  }
}

/** @param {string} typed @returns {string[]} */
const wordsOf = typed => typed.split(/[,،、]/).map(word => word.trim()).filter(Boolean);
