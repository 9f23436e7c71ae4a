// Why a video stands where it stands, each part as strong as it is, and the way to be rid of its channel.
import {element} from '../ui/elements.js';
import {text} from '../ui/text.js';

/**
 * @param {import('../types').VideoOut} video
 * @param {import('./video.js').Context} context
 * @returns {HTMLElement}
 */
export function drawWhy({reasons, channel_name: channel, persona}, context) {
  const strongest = Math.max(...reasons.map(({contribution}) => Math.abs(contribution)), Number.EPSILON);
  const panel = element('div', {class: 'of-why'},
    element('h2', {}, text('whyTitle')),
    element('ul', {}, ...reasons.map(reason => drawReason(reason, strongest))),
    reasons.length ? null : element('p', {class: 'of-quiet'}, text('whyNone')),
    persona ? element('p', {class: 'of-quiet'}, text('whyPersona', persona.label)) : null);
  if (channel) panel.append(blockButton(channel, context));
  return panel;
}

/** @param {import('../types').Reason} reason @param {number} strongest */
function drawReason({text: words, contribution}, strongest) {
  const strength = String(Math.abs(contribution) / strongest);
  const label = text(contribution < 0 ? 'whyAgainst' : 'whyFor');
  return element('li', {class: contribution < 0 ? 'of-against' : null},
    element('span', {}, words), element('meter', {value: strength, 'aria-label': label, title: label}));
}

/** @param {string} channel @param {import('./video.js').Context} context */
function blockButton(channel, context) {
  const button = element('button', {class: 'of-button', type: 'button', 'data-action': 'block'}, text('blockChannel', channel));
  button.addEventListener('click', async () => {
    button.disabled = true;
    await context.blockChannel();
    button.textContent = text('channelBlocked', channel);
  });
  return button;
}
