// The interests, each with its name, its weight and its switch; those that are picked can be made one.
import {ask, shared} from './daemon.js';
import {button, check, element, nameField, weighing} from './elements.js';
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
    const again = button(TEXTS.refresh, () => void card.begin(() => ask('/api/videos/personas/refresh', 'POST')));
    if (!told.personas.length) return [element('p', {class: 'quiet'}, told.message), again];
    const tiles = element('ul', {class: 'tiles'}, ...told.personas.map(/** @param {Persona} each */ each => tile(card, each)));
    return [tiles, element('div', {class: 'line wraps'}, again, merging(card, tiles))];
  },
};

/** @param {Card} card @param {Persona} persona */
function tile(card, persona) {
  const {index, label} = persona;
  const path = `/api/videos/personas/${index}`;
  const name = nameField(card, TEXTS.personaName(label), `name-${index}`, label, typed => ask(`${path}/label`, 'PUT', {label: typed}));
  const weight = weighing(TEXTS.personaWeight(label), `weight-${index}`, {max: '3', step: '0.25', value: String(persona.weight)}, to => card.edit(() => ask(path, 'PATCH', {weight: to})));
  const shown = check(TEXTS.personaShown(label), `shown-${index}`, !persona.muted, isOn => card.edit(() => ask(path, 'PATCH', {muted: !isOn})));
  const pick = element('label', {}, picking(card, persona), TEXTS.pick);
  return element('li', {class: persona.muted ? 'tile muted' : 'tile'},
    element('div', {class: 'line'}, swatch(index), name),
    element('div', {class: 'samples'}, ...persona.sample_videos.slice(0, MOST_SAMPLES).map(each =>
      element('img', {src: each.thumbnail_url, alt: each.title, title: each.title, loading: 'lazy', width: '160', height: '90'}))),
    element('p', {class: 'quiet'}, `${TEXTS.personaFacts(persona.video_count, persona.last_activity ? dayOf(persona.last_activity) : TEXTS.never)} · ${TEXTS.alive(persona.activity_score)}`),
    element('div', {class: 'line wraps'}, weight, element('label', {}, shown, TEXTS.shown), pick));
}

/** A box that keeps its tick when the card is drawn anew, as long as it is about the same interest. @param {Card} card @param {Persona} persona */
function picking(card, {index, label}) {
  const keep = `pick-${index}-${label}`;
  const checked = card.body.querySelector(`[data-keep="${CSS.escape(keep)}"]:checked`) !== null;
  return element('input', {type: 'checkbox', name: 'picked', value: String(index), checked, 'aria-label': TEXTS.personaPick(label), 'data-keep': keep});
}

/** The button that makes the picked ones one; the first of them keeps its name. @param {Card} card @param {HTMLElement} tiles */
function merging(card, tiles) {
  const picked = () => [...tiles.querySelectorAll('input[name=picked]:checked')].map(each => Number(each.getAttribute('value')));
  const merge = button(TEXTS.merge, () => void card.edit(async () => {
    await ask('/api/videos/personas/merge', 'POST', {indexes: picked()});
    tiles.remove(); // with its ticks, which are about what is no more
    card.note.textContent = TEXTS.merged;
  }));
  const tell = () => { merge.disabled = picked().length < 2; };
  tiles.addEventListener('change', tell);
  tell();
  return merge;
}
