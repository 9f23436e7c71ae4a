// The consent of a language model: everything it would be sent, to be read before it may be asked, and a way to take it back.
import {request} from '../messages.js';
import {element} from '../ui/elements.js';
import {text} from '../ui/text.js';

const PURPOSES = /** @type {const} */ (['rules', 'interests', 'labels']);

/** @typedef {'agree' | 'withdraw' | null} Offer what a person can do about it here */

/**
 * @param {Offer} offer
 * @param {(agreed: boolean) => void} answer
 * @param {string} [sentence] that would be sent, of a rule
 * @returns {Promise<HTMLElement[]>}
 */
export async function drawConsent(offer, answer, sentence) {
  if (offer === null) return [];
  if (offer === 'withdraw') return [choice('withdraw', 'agentWithdraw', () => answer(false))];
  const shown = await Promise.all(PURPOSES.map(purpose => request('agent-preview', {purpose, ...purpose === 'rules' && sentence ? {text: sentence} : {}})));
  const all = shown.map(({instructions, data}) => `${instructions}\n\n${data}`).join('\n\n———\n\n');
  const sent = /** @type {HTMLTextAreaElement} */ (element('textarea', {class: 'of-field of-report', readonly: '', 'aria-label': text('agentSent')}));
  sent.value = all;
  return [element('p', {}, text('agentAsks', shown[0]?.destination ?? '')), sent, choice('allow', 'agentAllow', () => answer(true))];
}

/** @param {string} name @param {string} key @param {() => void} chosen */
function choice(name, key, chosen) {
  const button = element('button', {class: 'of-button', type: 'button', name}, text(key));
  button.addEventListener('click', chosen);
  return button;
}
