// The topics a person named: on, off, renamed, weighed, removed, added, suggested.
import {ask} from './daemon.js';
import {button, check, element} from './elements.js';
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
    return [element('ul', {class: 'rows'}, ...all.map(/** @param {Category} each */ each => row(card, each))), add(card), suggesting(card)];
  },
};

/** @param {Card} card @param {Category} category */
function row(card, {id, name, interest_score: score, active}) {
  /** @param {object} change */
  const change = change => void card.edit(() => ask(`${PATH}/${id}`, 'PUT', change));
  const isOn = check(TEXTS.categoryOn(name), active, on => change({active: on}));
  isOn.dataset['keep'] = `category-${id}`;
  const field = element('input', {class: 'grow', value: name, maxlength: '100', 'aria-label': TEXTS.personaName, 'data-keep': `category-name-${id}`, dir: 'auto'});
  field.addEventListener('change', () => change({name: field.value}));
  const weight = element('input', {type: 'range', min: '0', max: '1', step: '0.1', value: String(score), 'aria-label': `${TEXTS.categoryWeight}: ${name}`, 'data-keep': `category-weight-${id}`});
  weight.addEventListener('change', () => change({interest_score: Number(weight.value)}));
  return element('li', {class: 'line'}, isOn, field, weight, button(TEXTS.remove, () => void card.edit(() => ask(`${PATH}/${id}`, 'DELETE')), TEXTS.removeOf(name)));
}

/** @param {Card} card */
function add(card) {
  const field = element('input', {class: 'grow', name: 'topic', required: true, maxlength: '100', 'aria-label': TEXTS.addTopic, placeholder: TEXTS.addTopic, 'data-keep': 'topic'});
  const form = element('form', {class: 'line', autocomplete: 'off'}, field, element('button', {type: 'submit'}, TEXTS.add));
  form.addEventListener('submit', event => {
    event.preventDefault();
    void card.edit(() => ask(PATH, 'POST', {name: field.value}));
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
  return element('div', {}, button(TEXTS.suggest, () => void suggest().catch(error => card.say(error))), list);
}

/** @param {Card} card @param {Suggestion} suggestion */
function suggestion(card, {name, reasoning, keywords}) {
  const take = () => void card.edit(() => ask(PATH, 'POST', {name, keywords, description: reasoning, source: 'suggested'}));
  return element('li', {class: 'line'}, element('span', {class: 'grow', dir: 'auto'}, element('b', {}, name), ` ${reasoning}`), button(TEXTS.add, take, `${TEXTS.add}: ${name}`));
}
