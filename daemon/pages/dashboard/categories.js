// The topics a person named: on, off, renamed, weighed, removed, added, suggested; what each change does to the feed, and its undo.
import {ask} from './daemon.js';
import {takeAway} from './drafts.js';
import {button, check, element, find, nameField, weighing} from './elements.js';
import {TEXTS} from './texts.js';

/** @typedef {import('./section.js').Card} Card */
/** @typedef {{id: number, name: string, description: string, keywords: string[], source: string, interest_score: number, active: boolean}} Category */
/** @typedef {{name: string, reasoning: string, keywords: string[]}} Suggestion */

const PATH = '/api/videos/categories';

/** @type {import('./section.js').Kind} */
export const categories = {
  id: 'categories', title: TEXTS.categoriesTitle, wide: true,
  async draw(card) {
    const {categories: all} = await ask(PATH);
    if (!all.length) return [element('p', {class: 'quiet'}, TEXTS.categoriesEmpty)];
    return [element('ul', {class: 'rows'}, ...all.map(/** @param {Category} each */ each => row(card, each)))];
  },
  below: card => [element('div', {class: 'done', 'aria-live': 'polite'}), adding(card), suggesting(card)],
};

/** @param {Card} card @param {Category} category */
function row(card, category) {
  const {id, name, keywords, interest_score: score, active} = category;
  /** @param {Partial<Category>} to */
  const change = to => changed(card, category, to);
  const isOn = check(TEXTS.categoryOn(name), `category-${id}`, active, on => card.edit(() => change({active: on})));
  const field = nameField(card, TEXTS.categoryName(name), `category-name-${id}`, name, typed => change({name: typed}));
  const words = nameField(card, TEXTS.categoryWords(name), `category-words-${id}`, keywords.join(', '), typed => change({keywords: wordsOf(typed)}));
  words.maxLength = 1000;
  words.placeholder = TEXTS.categoryWords(name);
  const weight = weighing(TEXTS.categoryWeight(name), `category-weight-${id}`, {max: '1', step: '0.1', value: String(score)}, to => card.edit(() => change({interest_score: to})));
  const remove = button(TEXTS.remove, () => void card.edit(() => removed(card, category)), TEXTS.removeOf(name));
  return element('li', {class: 'line wraps'}, isOn, field, words, weight, remove);
}

/** Change an interest, and show what that does to the feed, with a way back. @param {Card} card @param {Category} category @param {Partial<Category>} to */
async function changed(card, category, to) {
  const path = `${PATH}/${category.id}`;
  const before = Object.fromEntries(Object.keys(to).map(name => [name, category[/** @type {keyof Category} */ (name)]]));
  const effect = await ask(`${PATH}/preview`, 'POST', {id: category.id, ...to});
  await ask(path, 'PUT', to);
  tell(card, effect, () => ask(path, 'PUT', before));
}

/** @param {Card} card @param {Category} category */
async function removed(card, {id, ...category}) {
  const effect = await ask(`${PATH}/preview`, 'POST', {id, active: false});
  await ask(`${PATH}/${id}`, 'DELETE');
  tell(card, effect, () => ask(PATH, 'POST', category));
}

/** @param {Card} card @param {object} topic */
async function added(card, topic) {
  const effect = await ask(`${PATH}/preview`, 'POST', topic);
  const {id} = await ask(PATH, 'POST', topic);
  tell(card, effect, () => ask(`${PATH}/${id}`, 'DELETE'));
}

/** @param {Card} card @param {Parameters<typeof TEXTS.effect>[0]} effect @param {() => Promise<unknown>} undo */
function tell(card, effect, undo) {
  const place = find('.done', card.root);
  const back = button(TEXTS.undo, () => void card.edit(undo).then(isDone => isDone && takeAway(line, card.root.querySelector('[type=submit]'))));
  const line = element('div', {class: 'line'}, element('span', {}, TEXTS.effect(effect)), back);
  place.replaceChildren(line);
}

/** @param {string} typed */
const wordsOf = typed => typed.split(/[,،、]/).map(word => word.trim()).filter(Boolean);

/** @param {Card} card */
function adding(card) {
  const field = element('input', {class: 'grow', name: 'topic', required: true, maxlength: '100', 'aria-label': TEXTS.addTopic, placeholder: TEXTS.addTopic});
  const form = element('form', {class: 'line', autocomplete: 'off'}, field, element('button', {type: 'submit'}, TEXTS.add));
  form.addEventListener('submit', event => {
    event.preventDefault();
    void card.edit(async () => {
      await added(card, {name: field.value});
      form.reset();
    });
  });
  return form;
}

/** @param {Card} card */
function suggesting(card) {
  const list = element('ul', {class: 'rows'});
  const suggest = async () => {
    const {suggestions} = await ask(`${PATH}/suggest`, 'POST');
    list.replaceChildren(...suggestions.map(/** @param {Suggestion} each */ each => suggestion(card, each)));
    if (!suggestions.length) list.append(element('li', {class: 'quiet'}, TEXTS.noSuggestion));
  };
  return element('div', {}, button(TEXTS.suggest, () => void card.attempt(suggest)), list);
}

/** @param {Card} card @param {Suggestion} suggestion */
function suggestion(card, {name, reasoning, keywords}) {
  const take = () => void card.edit(async () => {
    await added(card, {name, keywords, description: reasoning, source: 'suggested'});
    takeAway(line, (line.nextElementSibling ?? card.root).querySelector('button'));
  });
  const line = element('li', {class: 'line'}, element('span', {class: 'grow', dir: 'auto'}, element('b', {}, name), ` ${reasoning}`), button(TEXTS.add, take, `${TEXTS.add}: ${name}`));
  return line;
}
