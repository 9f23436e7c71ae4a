// What the feed may be seen through: everything, one of the person's interests, or a mood. One chip is pressed at a time.
import {element} from '../ui/elements.js';
import {text} from '../ui/text.js';

/** @typedef {Pick<import('../types').FeedQuery, 'persona' | 'mood'>} Choice */

/** The moods that the daemon knows by name. */
const MOODS = ['calm', 'learn', 'laugh', 'build', 'news', 'music', 'move'];

/**
 * @param {HTMLElement} row
 * @param {import('../types').Persona[]} personas
 * @param {(choice: Choice) => void} onPick
 */
export function drawChoices(row, personas, onPick) {
  /** @param {string} label @param {Choice} choice @param {boolean} [isPressed] */
  const chip = (label, choice, isPressed = false) => {
    const button = element('button', {class: 'of-chip', type: 'button', 'aria-pressed': String(isPressed)}, label);
    button.addEventListener('click', () => {
      for (const other of row.children) other.setAttribute('aria-pressed', String(other === button));
      onPick(choice);
    });
    return button;
  };
  const interests = personas.filter(({muted}) => !muted).map(({label, index}) => chip(short(label), {persona: index}));
  row.replaceChildren(chip(text('choiceAll'), {}, true), ...interests, ...MOODS.map(mood => chip(text(`mood_${mood}`), {mood})));
}

/** @param {string} label such as "rust · compiler · borrow" @returns {string} its first two words, which name it well enough */
const short = label => label.split(' · ').slice(0, 2).join(' · ');
