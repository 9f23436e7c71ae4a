// One interest: the videos that stand for it, its name, how alive it is, how much it weighs.
import {element} from '../ui/elements.js';
import {age, number} from '../ui/figures.js';
import {language, text} from '../ui/text.js';
import {makeControl} from './dial-controls.js';

/** @typedef {import('../types').Persona} Persona */
/** @typedef {{label?: string, weight?: number, muted?: boolean}} PersonaChange */
/** @typedef {{change: (change: PersonaChange) => Promise<boolean>, pick: (isPicked: boolean) => void}} Actions */

const MOST_SAMPLES = 3;

/** @param {Persona} persona @param {Actions} actions @returns {HTMLLIElement} */
export function drawPersona(persona, actions) {
  return element('li', {class: 'of-persona', 'data-persona': String(persona.index)},
    element('div', {class: 'of-samples'}, ...persona.sample_videos.slice(0, MOST_SAMPLES).map(sample)),
    element('div', {class: 'of-persona-facts'}, nameOf(persona, actions), element('p', {class: 'of-quiet'}, facts(persona))),
    dials(persona, actions));
}

/** @param {{video_id: string, title: string}} video */
const sample = ({video_id: videoId, title}) =>
  element('img', {src: `https://i.ytimg.com/vi/${videoId}/mqdefault.jpg`, alt: title, title, loading: 'lazy'});

/** @param {Persona} persona @param {Actions} actions */
function nameOf({label}, {change}) {
  const field = element('input', {class: 'of-field', name: 'label', value: label, maxlength: '100', required: true, 'aria-label': text('personaName')});
  field.addEventListener('change', async () => {
    const name = field.value.trim();
    if (!name || !await change({label: name})) field.value = label;
  });
  return field;
}

/** @param {Persona} persona @returns {string} */
function facts({video_count: count, last_activity: moment}) {
  return [text('personaVideos', number(count, language())), moment && text('personaLast', age(moment, Date.now(), language()))]
    .filter(Boolean).join(' · ');
}

/** @param {Persona} persona @param {Actions} actions */
function dials({index, weight, muted}, {change, pick}) {
  const [weigh, mute] = [`persona-weight-${index}`, `persona-shown-${index}`];
  const picked = element('input', {type: 'checkbox', name: 'picked'});
  picked.addEventListener('change', () => pick(picked.checked));
  return element('div', {class: 'of-persona-dials'},
    element('label', {for: `dial-${weigh}`}, text('personaWeight')),
    makeControl({name: weigh, kind: 'range', max: 3, isSettled: true}, weight, value => void change({weight: Number(value)})),
    element('span', {id: `dial-label-${mute}`}, text('personaShown')),
    makeControl({name: mute, kind: 'switch'}, !muted, value => void change({muted: value !== true})),
    element('label', {class: 'of-pick-persona'}, picked, ' ', text('personaPick')));
}
