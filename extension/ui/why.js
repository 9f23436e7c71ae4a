// Why a video stands where it stands, each part as strong as it is, and the way to be rid of its channel.
import {element} from './elements.js';
import {say, text} from './text.js';

/** @typedef {import('../types').Reason} Reason */

/**
 * @param {{reasons: Reason[], channelName: string, personaLabel: string}} explained names may be empty
 * @param {() => Promise<void>} blockChannel
 * @returns {HTMLElement}
 */
export function drawWhy({reasons, channelName, personaLabel}, blockChannel) {
  const strongest = Math.max(...reasons.map(({contribution}) => Math.abs(contribution)), Number.EPSILON);
  return element('div', {class: 'of-why'},
    element('h2', {}, text('whyTitle')),
    reasons.length
      ? element('ul', {}, ...reasons.map(reason => drawReason(reason, strongest)))
      : element('p', {class: 'of-quiet'}, text('whyNone')),
    personaLabel ? element('p', {class: 'of-quiet'}, text('whyPersona', personaLabel)) : null,
    channelName ? blockButton(channelName, blockChannel) : null);
}

/** @param {Reason} reason @param {number} strongest */
function drawReason(reason, strongest) {
  const {contribution} = reason;
  const strength = String(Math.abs(contribution) / strongest);
  const label = text(contribution < 0 ? 'whyAgainst' : 'whyFor');
  return element('li', {class: contribution < 0 ? 'of-against' : null},
    element('span', {}, say('reason', reason)), element('meter', {value: strength, 'aria-label': label, title: label}));
}

/** @param {string} channelName @param {() => Promise<void>} blockChannel */
function blockButton(channelName, blockChannel) {
  const button = element('button', {class: 'of-button', type: 'button', 'data-action': 'block'}, text('blockChannel', channelName));
  button.addEventListener('click', async () => {
    button.disabled = true;
    await blockChannel();
    button.textContent = text('channelBlocked', channelName);
  });
  return button;
}
