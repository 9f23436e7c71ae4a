// One interest by name: what it is called, the words that mean it, how much it counts, and whether. What a change does to the feed is
// told beneath, with a way back that stays until it was gone or another change was made.
import {request} from '../messages.js';
import {element, find, icon} from '../ui/elements.js';
import {text} from '../ui/text.js';
import {makeControl} from './dial-controls.js';
import {drawEffect} from './effect.js';
import {KeptControl} from './kept-control.js';

/** @typedef {import('../types').Category} Category */
/** @typedef {import('../types').CategoryChange} CategoryChange */
/** @typedef {import('../types').Effect} Effect */
/**
 * Where it stands. `attempt` tells whether something was done, and the person why not; `claim` throws where another has the name;
 * `leave`: it is gone for good.
 * @typedef {{attempt: (act: () => Promise<unknown>) => Promise<boolean>, claim: (name: string) => void, leave: () => void}} Place
 */

export class NamedInterest {
  static #made = 0;
  item = element('li', {class: 'of-interest'});
  #told = element('div', {class: 'of-interest-effect', 'aria-live': 'polite'}); // heard only if it was there before what it tells
  #number = NamedInterest.#made++; // its own also where it comes back under another id
  #name = this.#field({name: 'name', maxlength: '100'}, typed => typed ? {name: typed} : null);
  #words = this.#field({name: 'keywords', maxlength: '1000', placeholder: text('interestKeywordsPlaceholder')}, typed => ({keywords: wordsOf(typed)}));
  #weight = this.#slider();
  #counts = this.#switch();
  #bin = this.#makeBin();
  #controls = [this.#name.control, this.#words.control, this.#dials()];
  #category;
  #isGone = false;
  #place;

  /** @param {Category} category @param {Place} place @param {Effect} [effect] of adding it */
  constructor(category, place, effect) {
    this.#category = category;
    this.#place = place;
    this.item.append(...this.#controls, this.#told);
    this.#draw();
    if (effect) this.#tell(effect, () => this.#take());
  }

  /** What it is called; null while it is gone. */
  get name() {
    return this.#isGone ? null : this.#category.name;
  }

  /** Draw it as the daemon has it, in the elements that stand there: what is typed into one is not lost. */
  #draw() {
    const {name, keywords, interest_score: weight, active} = this.#category;
    this.item.dataset['interest'] = name;
    this.#name.show(name);
    this.#words.show(keywords.join(', '));
    this.#weight.show(String(weight));
    this.#counts.show(String(active));
    this.#name.control.ariaLabel = text('interestName', name);
    this.#words.control.ariaLabel = text('interestKeywords', name);
    this.#bin.ariaLabel = text('interestRemove', name);
  }

  /** @param {Record<string, string>} attributes @param {(typed: string) => CategoryChange | null} meaning nothing is sent without one */
  #field(attributes, meaning) {
    const input = element('input', {class: 'of-field', dir: 'auto', ...attributes});
    const field = new KeptControl(input, kept => {
      input.value = kept;
    });
    input.addEventListener('change', () => void field.send(async () => {
      const change = meaning(input.value.trim());
      if (change) await this.#change(change);
    }));
    return field;
  }

  #slider() {
    const dial = /** @type {const} */ ({name: `interest-weight-${this.#number}`, kind: 'range', max: 1, isSettled: true});
    const row = makeControl(dial, 1, value => void slider.send(() => this.#change({interest_score: Number(value)})));
    const input = /** @type {HTMLInputElement} */ (find('input', row));
    const slider = new KeptControl(input, kept => {
      input.value = kept;
      input.dispatchEvent(new Event('input')); // its figure follows
    });
    return slider;
  }

  #switch() {
    const dial = /** @type {const} */ ({name: `interest-on-${this.#number}`, kind: 'switch'});
    const button = makeControl(dial, true, value => void counts.send(() => this.#change({active: value === true})));
    const counts = new KeptControl(button, kept => {
      button.ariaChecked = kept;
    });
    return counts;
  }

  #makeBin() {
    const bin = element('button', {class: 'of-icon-button', type: 'button', name: 'remove', title: text('remove')}, icon('remove'));
    bin.addEventListener('click', () => void this.#remove());
    return bin;
  }

  #dials() {
    const [weight, counts] = [this.#weight.control, this.#counts.control];
    return element('div', {class: 'of-persona-dials'},
      element('label', {for: weight.id}, text('personaWeight')), weight.parentElement,
      element('span', {id: counts.getAttribute('aria-labelledby')}, text('interestCounts')), counts, this.#bin);
  }

  /** Tell what was done, and how to take it back. @param {Effect} effect @param {() => Promise<unknown>} undo @param {string} [said] before it */
  #tell(effect, undo, said) {
    const button = element('button', {class: 'of-button', type: 'button', name: 'undo'}, text('undo'));
    button.addEventListener('click', () => void undo());
    const before = said ? [element('p', {class: 'of-quiet', dir: 'auto'}, said)] : [];
    const after = element('div', {class: 'of-preview'}, drawEffect(effect), button);
    this.#keepFocus(() => this.#told.replaceChildren(...before, after), 'undo');
  }

  /** Show it as it was before the last change. */
  #untell() {
    this.#keepFocus(() => {
      this.#told.replaceChildren();
      this.#draw();
    }, 'name');
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
      this.#keepFocus(() => {
        this.#tell(effect, () => this.#restore(), text('interestRemoved', name));
        for (const control of this.#controls) control.remove();
      }, 'undo');
    });
  }

  #restore() {
    return this.#place.attempt(async () => {
      const {id: _, ...topic} = this.#category; // it comes back under another one
      this.#place.claim(topic.name);
      this.#category = await request('add-topic', topic);
      this.#isGone = false;
      this.item.prepend(...this.#controls);
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

  /** A focus that goes with what is taken off goes to another control. @param {() => void} change @param {string} name of that control */
  #keepFocus(change, name) {
    const hadFocus = this.item.contains(document.activeElement);
    change();
    if (hadFocus && !this.item.contains(document.activeElement)) find(`[name="${name}"]`, this.item).focus();
  }
}

/** @param {string} typed @returns {string[]} */
const wordsOf = typed => typed.split(/[,،、]/).map(word => word.trim()).filter(Boolean);
