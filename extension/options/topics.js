// Interests to start with, so that a person without any history has a feed at once. A pressed chip is a category of the daemon's.
import {request} from '../messages.js';
import {element, find} from '../ui/elements.js';
import {text} from '../ui/text.js';
import {STARTING_TOPICS} from './topic-list.js';

/** @typedef {import('../types').Category} Category */

/** @type {import('../types').StartSection} */
export function startTopics() {
  const section = find('#topics');
  const form = /** @type {HTMLFormElement} */ (find('.of-own-topic'));
  const own = /** @type {HTMLInputElement} */ (find('input[name=topic]', form));
  /** @type {Map<string, Category>} by name in lower case */
  let picked = new Map();
  let isLoaded = false;

  const load = async () => {
    const {categories} = await request('topics', {});
    picked = new Map(categories.filter(({active}) => active).map(category => [category.name.toLowerCase(), category]));
    draw();
  };

  const draw = () => {
    const named = STARTING_TOPICS.map(({key, keywords}) => ({name: text(key), keywords}));
    const known = new Set(named.map(({name}) => name.toLowerCase()));
    const others = [...picked.values()].filter(({name}) => !known.has(name.toLowerCase()));
    find('.of-topics', section).replaceChildren(...[...named, ...others].map(chip));
  };

  /** @param {{name: string, keywords: string[]}} topic */
  const chip = topic => {
    const isPicked = picked.has(topic.name.toLowerCase());
    const button = element('button', {class: 'of-chip', type: 'button', 'aria-pressed': String(isPicked)}, topic.name);
    button.addEventListener('click', () => void attempt(() => toggle(topic, button)));
    return element('li', {}, button);
  };

  /** @param {{name: string, keywords: string[]}} topic @param {HTMLElement} button */
  const toggle = async (topic, button) => {
    const name = topic.name.toLowerCase();
    const category = picked.get(name);
    if (category) {
      await request('remove-topic', {id: category.id});
      picked.delete(name);
    } else {
      picked.set(name, await request('add-topic', topic));
    }
    button.setAttribute('aria-pressed', String(!category));
  };

  /** @param {() => Promise<void>} change */
  const attempt = async change => {
    const problem = find('.of-problem', section);
    try {
      await change();
      problem.textContent = '';
    } catch (error) {
      problem.textContent = /** @type {Error} */ (error).message;
    }
  };

  form.addEventListener('submit', event => {
    event.preventDefault();
    const name = own.value.trim();
    if (!name || picked.has(name.toLowerCase())) return;
    void attempt(async () => {
      picked.set(name.toLowerCase(), await request('add-topic', {name}));
      form.reset();
      draw();
    });
  });

  return {
    show({connection}) {
      if (connection === 'ok' && !isLoaded) void attempt(load);
      isLoaded = connection === 'ok';
    },
  };
}
