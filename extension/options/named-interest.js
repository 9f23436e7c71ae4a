// One interest by name: what it is called, the words that mean it, how much it counts, and whether. What a change does to the feed is
// shown beneath, with a way back.
import {element, icon} from '../ui/elements.js';
import {text} from '../ui/text.js';
import {makeControl} from './dial-controls.js';
import {drawEffect} from './effect.js';

/** @typedef {import('../types').Category} Category */
/** @typedef {import('../types').CategoryChange} CategoryChange */
/** @typedef {import('../types').Effect} Effect */
/**
 * `change` and `remove` tell what they do to the feed; null where they were refused.
 * @typedef {{
 *   change: (change: CategoryChange) => Promise<Effect | null>, remove: () => Promise<Effect | null>, restore: () => Promise<boolean>,
 *   take: () => Promise<boolean>,
 * }} Actions
 */

/** @param {Category} category @param {Actions} actions @param {Effect} [effect] of adding it @returns {HTMLLIElement} */
export function drawInterest(category, actions, effect) {
  const item = element('li', {class: 'of-interest', 'data-interest': category.name});
  const interest = new Interest(category, actions, item);
  interest.draw(effect ? drawDone(effect, async () => {
    if (await actions.take()) item.remove();
  }) : null);
  return item;
}

class Interest {
  /** @param {Category} category @param {Actions} actions @param {HTMLElement} item */
  constructor(category, actions, item) {
    this.category = category;
    this.actions = actions;
    this.item = item;
  }

  /** @param {Node | null} below what a change did */
  draw(below) {
    const {id, name, keywords, interest_score: weight, active} = this.category;
    const [weigh, counts] = [`interest-weight-${id}`, `interest-on-${id}`];
    const focused = this.item.contains(document.activeElement) ? document.activeElement?.getAttribute('name') : null;
    this.item.replaceChildren(
      this.#field('name', name, typed => ({name: typed}), text('interestName', name)),
      this.#field('keywords', keywords.join(', '), typed => ({keywords: wordsOf(typed)}), text('interestKeywords', name)),
      element('div', {class: 'of-persona-dials'},
        element('label', {for: `dial-${weigh}`}, text('personaWeight')),
        makeControl({name: weigh, kind: 'range', max: 1, isSettled: true}, weight, value => void this.#change({interest_score: Number(value)})),
        element('span', {id: `dial-label-${counts}`}, text('interestCounts')),
        makeControl({name: counts, kind: 'switch'}, active, value => void this.#change({active: value === true})),
        this.#bin()),
      element('div', {class: 'of-interest-effect', 'aria-live': 'polite'}, ...below ? [below] : []));
    if (focused) /** @type {HTMLElement | null} */ (this.item.querySelector(`[name="${focused}"]`))?.focus(); // as it was before the redraw
  }

  /** @param {'name' | 'keywords'} what @param {string} value @param {(typed: string) => CategoryChange} meaning @param {string} label */
  #field(what, value, meaning, label) {
    const placeholder = what === 'keywords' ? text('interestKeywordsPlaceholder') : null;
    const field = element('input', {class: 'of-field', name: what, value, maxlength: what === 'name' ? '100' : '1000', dir: 'auto', 'aria-label': label, placeholder});
    field.addEventListener('change', async () => {
      const typed = field.value.trim();
      if ((!typed && what === 'name') || !await this.#change(meaning(typed))) field.value = value;
    });
    return field;
  }

  #bin() {
    const bin = element('button', {class: 'of-icon-button', type: 'button', name: 'remove', 'aria-label': text('interestRemove', this.category.name), title: text('remove')}, icon('remove'));
    bin.addEventListener('click', async () => {
      const effect = await this.actions.remove();
      if (effect) this.item.replaceChildren(element('p', {class: 'of-quiet', dir: 'auto'}, text('interestRemoved', this.category.name)), drawDone(effect, async () => {
        if (await this.actions.restore()) this.draw(null);
      }));
    });
    return bin;
  }

  /** @param {CategoryChange} change @returns {Promise<boolean>} whether it was done; it is shown with what it did, and can be taken back */
  async #change(change) {
    const before = Object.fromEntries(Object.keys(change).map(name => [name, this.category[/** @type {keyof Category} */ (name)]]));
    const effect = await this.actions.change(change);
    this.category = {...this.category, ...effect && change};
    this.draw(effect && drawDone(effect, async () => {
      if (await this.actions.change(before)) this.category = {...this.category, ...before};
      this.draw(null);
    }));
    return effect !== null;
  }
}

/** @param {Effect} effect @param {() => void} undo */
function drawDone(effect, undo) {
  const button = element('button', {class: 'of-button', type: 'button', name: 'undo'}, text('undo'));
  button.addEventListener('click', undo);
  return element('div', {class: 'of-preview'}, drawEffect(effect), button);
}

/** @param {string} typed @returns {string[]} */
const wordsOf = typed => typed.split(/[,،、]/).map(word => word.trim()).filter(Boolean);
