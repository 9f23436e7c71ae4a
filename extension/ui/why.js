// Why a video stands where it stands, each part as strong as it is, and beside it what can be done about it.
import {MessageError} from '../messages.js';
import {element} from './elements.js';
import {fixesOf, fixesOfVideo, placeOf} from './fixes.js';
import {say, text, told} from './text.js';

/** @typedef {import('../types').Reason} Reason */
/** @typedef {import('./fixes.js').About} About */
/** @typedef {import('./fixes.js').Fix} Fix */

/**
 * @param {About & {personaLabel?: string}} about
 * @returns {HTMLElement}
 */
export function drawWhy(about) {
  const {reasons, personaLabel} = about;
  const strongest = Math.max(...reasons.map(({contribution}) => Math.abs(contribution)), Number.EPSILON);
  return element('div', {class: 'of-why'},
    element('h2', {}, text('whyTitle')),
    reasons.length
      ? element('ul', {}, ...reasons.map(reason => drawReason(reason, strongest, about)))
      : element('p', {class: 'of-quiet'}, text('whyNone')),
    personaLabel && !reasons.some(({kind}) => kind === 'persona') ? element('p', {class: 'of-quiet'}, text('whyPersona', personaLabel)) : null,
    drawFixes(fixesOfVideo(about, Date.now())));
}

/** @param {Reason} reason @param {number} strongest @param {About} about */
function drawReason(reason, strongest, about) {
  const {contribution} = reason;
  const strength = String(Math.abs(contribution) / strongest);
  const label = text(contribution < 0 ? 'whyAgainst' : 'whyFor');
  return element('li', {class: contribution < 0 ? 'of-against' : null},
    element('span', {}, say('reason', reason)),
    contribution ? element('meter', {value: strength, 'aria-label': label, title: label}) : element('span'),
    drawFixes(fixesOf(reason, about), placeOf(reason)));
}

/** @param {Fix[]} fixes @param {string | null} [place] of the options @returns {HTMLElement | null} */
export function drawFixes(fixes, place = null) {
  if (!fixes.length && !place) return null;
  const href = place && chrome.runtime.getURL(`options/options.html#${place}`);
  return element('div', {class: 'of-fixes'}, ...fixes.map(drawFix),
    href ? element('a', {class: 'of-change', href, target: '_blank'}, text('fixChange')) : null);
}

/** One fix: a button, and once it was pressed what it did and the way back. @param {Fix} fix */
function drawFix(fix) {
  const place = element('span', {class: 'of-fix', 'data-fix': fix.name});
  const button = element('button', {class: 'of-chip', type: 'button', 'data-action': fix.name}, fix.label);
  const undo = element('button', {class: 'of-chip', type: 'button', 'data-action': 'undo'}, text('undo'));
  const note = element('span', {class: 'of-done', role: 'status'}, fix.done);
  /** @type {import('./fixes.js').Undo} */
  let takeBack = () => Promise.resolve();
  button.addEventListener('click', () => void attempt(place, button, async () => {
    takeBack = await fix.act();
    place.replaceChildren(note, undo);
    undo.focus();
  }));
  undo.addEventListener('click', () => void attempt(place, undo, async () => {
    await takeBack();
    place.replaceChildren(button);
    button.focus();
  }));
  place.append(button);
  return place;
}

/** Do it once, and say why where it cannot be done. @param {HTMLElement} place @param {HTMLButtonElement} button @param {() => Promise<void>} act */
async function attempt(place, button, act) {
  button.disabled = true;
  place.querySelector('[role=alert]')?.remove();
  try {
    await act();
  } catch (error) {
    if (!(error instanceof MessageError)) throw error;
    place.append(element('span', {role: 'alert'}, told(error)));
  } finally {
    button.disabled = false;
  }
}
