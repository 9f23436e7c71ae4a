// Interests the daemon would name, each with its reason; and, where a language model is set, all it would be sent before it may be asked.
import {request} from '../messages.js';
import {element, find} from '../ui/elements.js';
import {text} from '../ui/text.js';
import {drawConsent} from './consent.js';
import {attempt} from './saving.js';

/** @typedef {import('../types').Suggestion} Suggestion */

/** @param {HTMLElement} section @param {(topic: Suggestion) => Promise<boolean>} accept */
export function startSuggestions(section, accept) {
  const place = find('.of-suggestions', section);
  const button = /** @type {HTMLButtonElement} */ (find('button[name=suggest]', section));
  const ask = () => attempt(section, async () => {
    const {suggestions, model} = await request('suggest-topics', {});
    const items = suggestions.map(one => drawSuggestion(one, accept));
    const none = items.length ? [] : [element('p', {class: 'of-quiet'}, text('topicsSuggestNone'))];
    const failed = model === 'failed' ? [element('p', {role: 'alert'}, text('agentFailed'))] : [];
    place.replaceChildren(element('ul', {}, ...items), ...none, ...failed, ...await drawConsent(offerOf(model), answer));
  });
  /** One question at a time: a model takes its time, and may cost money. */
  const suggest = async () => {
    button.disabled = true;
    await ask();
    button.disabled = false;
  };
  /** @param {boolean} agreed */
  const answer = agreed => attempt(section, async () => {
    await request('agent-consent', {agreed});
    await suggest();
  });
  button.addEventListener('click', () => void suggest());
}

/** Wherever it was agreed to it can be taken back, also while there is nothing to ask.
 * @param {import('../types').AskedModel} model @returns {import('./consent.js').Offer} */
const offerOf = model => model === 'off' ? null : model === 'not_agreed' ? 'agree' : 'withdraw';

/** @param {Suggestion} suggestion @param {(topic: Suggestion) => Promise<boolean>} accept */
function drawSuggestion(suggestion, accept) {
  const button = element('button', {class: 'of-button of-button-strong', type: 'button', name: 'accept'}, text('topicsAdd'));
  const why = element('p', {class: 'of-quiet'}, suggestion.reasoning);
  const item = element('li', {class: 'of-proposal'}, element('div', {dir: 'auto'}, suggestion.name, why), button);
  button.addEventListener('click', async () => {
    if (await accept(suggestion)) item.remove();
  });
  return item;
}
