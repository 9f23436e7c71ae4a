// The topics a person named: on, off, renamed, weighed, removed, added, suggested.
import {ask} from './daemon.js';
import {button, check, element, nameField, slider} from './elements.js';
import {TEXTS} from './texts.js';

/** @typedef {import('./section.js').Card} Card */
/** @typedef {{id: number, name: string, interest_score: number, active: boolean}} Category */
/** @typedef {{name: string, reasoning: string, keywords: string[]}} Suggestion */

const PATH = '/api/videos/categories';

/** @type {import('./section.js').Kind} */
export const categories = {
  title: TEXTS.categoriesTitle,
  async draw(card) {
    const {categories: all} = await ask(PATH);
    return [element('ul', {class: 'rows'}, ...all.map(/** @param {Category} each */ each => row(card, each)))];
  },
  below: card => [adding(card), suggesting(card)],
};

/** @param {Card} card @param {Category} category */
function row(card, {id, name, interest_score: score, active}) {
  /** @param {object} change */
  const change = change => ask(`${PATH}/${id}`, 'PUT', change);
  const isOn = check(TEXTS.categoryOn(name), `category-${id}`, active, on => card.edit(() => change({active: on})));
  const field = nameField(card, TEXTS.categoryName(name), `category-name-${id}`, name, typed => change({name: typed}));
  const weight = slider(TEXTS.categoryWeight(name), `category-weight-${id}`, {max: '1', step: '0.1', value: String(score)}, to => card.edit(() => change({interest_score: to})));
  return element('li', {class: 'line'}, isOn, field, weight, button(TEXTS.remove, () => void card.edit(() => ask(`${PATH}/${id}`, 'DELETE')), TEXTS.removeOf(name)));
}

/** @param {Card} card */
function adding(card) {
  const field = element('input', {class: 'grow', name: 'topic', required: true, maxlength: '100', 'aria-label': TEXTS.addTopic, placeholder: TEXTS.addTopic});
  const form = element('form', {class: 'line', autocomplete: 'off'}, field, element('button', {type: 'submit'}, TEXTS.add));
  form.addEventListener('submit', event => {
    event.preventDefault();
    void card.edit(async () => {
      await ask(PATH, 'POST', {name: field.value});
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
    await ask(PATH, 'POST', {name, keywords, description: reasoning, source: 'suggested'});
    line.remove();
  });
  const line = element('li', {class: 'line'}, element('span', {class: 'grow', dir: 'auto'}, element('b', {}, name), ` ${reasoning}`), button(TEXTS.add, take, `${TEXTS.add}: ${name}`));
  return line;
}
