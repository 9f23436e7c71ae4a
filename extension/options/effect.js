// What a change would do to the feed: which videos come, go, rise and fall, the first places first.
import {element} from '../ui/elements.js';
import {number} from '../ui/figures.js';
import {language, text} from '../ui/text.js';

/** @typedef {import('../types').Change} Change */
/** @typedef {import('../types').Effect} Effect */

const MOST_SHOWN = 12;
const MOST_GONE = 6;

/** @param {Effect} effect @returns {HTMLElement} */
export function drawEffect({added, removed, moved}) {
  if (!added.length && !removed.length && !moved.length) return element('p', {class: 'of-quiet'}, text('effectNone'));
  const stay = [...added, ...moved].sort((one, other) => (one.after ?? 0) - (other.after ?? 0));
  const counts = [added, removed, moved].map(({length}) => number(length, language()));
  return element('div', {class: 'of-effect'},
    element('p', {class: 'of-effect-sum'}, text('effectSum', ...counts)),
    element('ol', {}, ...[...stay.slice(0, MOST_SHOWN), ...removed.slice(0, MOST_GONE)].map(drawChange)));
}

/** @param {Change} change */
function drawChange(change) {
  const {kind, sign, words} = meaning(change);
  return element('li', {class: 'of-change', 'data-change': kind},
    element('img', {src: `https://i.ytimg.com/vi/${change.video_id}/mqdefault.jpg`, alt: '', loading: 'lazy'}),
    element('span', {class: 'of-change-title', dir: 'auto'}, change.title),
    element('span', {class: 'of-change-sign', 'aria-hidden': 'true'}, sign),
    element('span', {class: 'of-unseen'}, words));
}

/** @param {Change} change @returns {{kind: 'in' | 'out' | 'up' | 'down', sign: string, words: string}} */
function meaning({before, after}) {
  if (before === null) return {kind: 'in', sign: '+', words: text('changeIn', number((after ?? 0) + 1, language()))};
  if (after === null) return {kind: 'out', sign: '−', words: text('changeOut')};
  const places = number(Math.abs(before - after), language());
  return after < before
    ? {kind: 'up', sign: `↑ ${places}`, words: text('changeUp', places)}
    : {kind: 'down', sign: `↓ ${places}`, words: text('changeDown', places)};
}
