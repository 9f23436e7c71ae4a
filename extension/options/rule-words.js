// A rule in the person's own words: what was understood is shown with what it would change, and kept once it is accepted. What the grammar
// does not understand a language model may be asked, where one is set and agreed to.
import {request} from '../messages.js';
import {element, find} from '../ui/elements.js';
import {day} from '../ui/figures.js';
import {language, text} from '../ui/text.js';
import {drawConsent} from './consent.js';
import {drawEffect} from './effect.js';
import {lastDayOf} from './rule-days.js';
import {sentenceOf} from './rule-sentence.js';
import {attempt} from './saving.js';

/** @typedef {import('../types').NewRule} NewRule */

/** What was understood without a model says nothing of the consent. @type {Record<import('../types').AskedModel, import('./consent.js').Offer>} */
const OFFERS = {off: null, not_needed: null, not_agreed: 'agree', answered: 'withdraw', failed: 'withdraw'};

/** @param {HTMLElement} section @param {(rule: NewRule) => Promise<boolean>} keep */
export function startRuleWords(section, keep) {
  const form = /** @type {HTMLFormElement} */ (find('.of-rule-words', section));
  const words = /** @type {HTMLInputElement} */ (find('input[name=words]', form));
  const answer = find('.of-understood', section);

  let asking = 0;
  /** Show what a sentence means, unless another was asked about meanwhile. @param {string} said */
  async function understand(said) {
    const turn = asking += 1;
    const meant = await request('propose-rules', {text: said});
    const consent = await drawConsent(OFFERS[meant.model], agreed => void attempt(section, () => agree(agreed, said)), said);
    if (turn === asking) answer.replaceChildren(...drawAnswer(meant, keep), ...consent);
  }
  /** @param {boolean} agreed @param {string} said what is asked again, now with the model or without */
  async function agree(agreed, said) {
    await request('agent-consent', {agreed});
    await understand(said);
  }

  form.addEventListener('submit', event => {
    event.preventDefault();
    const said = words.value.trim();
    if (said) void attempt(section, () => understand(said));
  });
}

/** @param {import('../types').Proposals} answer @param {(rule: NewRule) => Promise<boolean>} keep @returns {HTMLElement[]} */
function drawAnswer({proposals, question, effect}, keep) {
  const asked = question ? [element('p', {class: 'of-question'}, question)] : [];
  return proposals.length ? [...asked, element('ul', {}, ...proposals.map(rule => proposal(rule, keep))), drawEffect(effect)] : asked;
}

/** @param {import('../types').Rule} rule @param {(rule: NewRule) => Promise<boolean>} keep */
function proposal(rule, keep) {
  const button = element('button', {class: 'of-button of-button-strong', type: 'button', name: 'keep'}, text('ruleKeep'));
  const end = rule.ends_at ? text('ruleEnds', day(lastDayOf(rule.ends_at), language())) : '';
  const meant = element('span', {dir: 'auto'}, sentenceOf({...rule, text: null}), element('span', {class: 'of-quiet'}, end));
  const item = element('li', {class: 'of-proposal'}, meant, button);
  button.addEventListener('click', async () => {
    if (await keep(rule)) item.remove();
  });
  return item;
}
