// The interests, each with its name, its weight and its switch.
import {ask, shared} from './daemon.js';
import {button, check, element, nameField, slider} from './elements.js';
import {swatch} from './map.js';
import {TEXTS, dayOf} from './texts.js';

/** @typedef {import('./section.js').Card} Card */
/** @typedef {{index: number, label: string, activity_score: number, video_count: number, last_activity: string | null, weight: number,
 *   muted: boolean, sample_videos: {title: string, thumbnail_url: string}[]}} Persona */

const MOST_SAMPLES = 3;

/** @type {import('./section.js').Kind} */
export const personas = {
  id: 'personas', title: TEXTS.personasTitle, wide: true,
  async draw(card) {
    const told = await shared('/api/videos/personas');
    const again = button(TEXTS.refresh, () => void card.edit(() => ask('/api/videos/personas/refresh', 'POST')));
    if (!told.personas.length) return [element('p', {class: 'quiet'}, told.message), again];
    return [element('ul', {class: 'tiles'}, ...told.personas.map(/** @param {Persona} each */ each => tile(card, each))), again];
  },
};

/** @param {Card} card @param {Persona} persona */
function tile(card, persona) {
  const {index, label} = persona;
  const path = `/api/videos/personas/${index}`;
  const name = nameField(card, TEXTS.personaName(label), `name-${index}`, label, typed => ask(`${path}/label`, 'PUT', {label: typed}));
  const weight = slider(TEXTS.personaWeight(label), `weight-${index}`, {max: '3', step: '0.25', value: String(persona.weight)}, to => card.edit(() => ask(path, 'PATCH', {weight: to})));
  const shown = check(TEXTS.personaShown(label), `shown-${index}`, !persona.muted, isOn => card.edit(() => ask(path, 'PATCH', {muted: !isOn})));
  return element('li', {class: persona.muted ? 'tile muted' : 'tile'},
    element('div', {class: 'line'}, swatch(index), name),
    element('div', {class: 'samples'}, ...persona.sample_videos.slice(0, MOST_SAMPLES).map(each =>
      element('img', {src: each.thumbnail_url, alt: each.title, title: each.title, loading: 'lazy', width: '160', height: '90'}))),
    element('p', {class: 'quiet'}, `${TEXTS.personaFacts(persona.video_count, persona.last_activity ? dayOf(persona.last_activity) : TEXTS.never)} · ${TEXTS.alive(persona.activity_score)}`),
    element('div', {class: 'line'}, element('label', {class: 'grow'}, TEXTS.weight, weight, element('output', {}, `× ${persona.weight}`)),
      element('label', {}, shown, TEXTS.shown)));
}
