// The rules: all that hold, and three ways to a new one (a sentence, a form, and "never show" on a card).
import {request} from '../messages.js';
import {find} from '../ui/elements.js';
import {text} from '../ui/text.js';
import {onOpened} from './navigation.js';
import {drawRule} from './rule.js';
import {startRuleForm} from './rule-form.js';
import {startRuleWords} from './rule-words.js';
import {attempt, isInUse} from './saving.js';

/** @typedef {import('../types').Rule} Rule */

class Rules {
  #section = find('#rules');
  #list = find('.of-rules', this.#section);
  #there = find('.of-rule-there', this.#section);
  #isConnected = false;

  constructor() {
    onOpened(this.#section, () => this.#load()); // a channel may have been blocked on a card since
    /** @param {import('../types').NewRule} rule */
    const keep = rule => attempt(this.#section, async () => this.#add(await request('keep-rule', rule)));
    startRuleWords(this.#section, keep);
    startRuleForm(this.#section, keep);
  }

  /** @param {import('../types').Status} status */
  show({connection}) {
    const wasConnected = this.#isConnected;
    this.#isConnected = connection === 'ok';
    if (!wasConnected) this.#load();
  }

  #load() {
    if (!this.#isConnected) return;
    void attempt(this.#section, async () => {
      const {rules} = await request('rules', {});
      if (isInUse(this.#list)) return;
      this.#list.replaceChildren(...rules.map(rule => this.#item(rule)));
      this.#showNone();
    });
  }

  /** What is said again makes no second rule: the one that is there is drawn as it holds now. @param {Rule} rule */
  #add(rule) {
    const there = this.#list.querySelector(`[data-rule="${CSS.escape(rule.id)}"]`);
    const item = this.#item(rule);
    if (there) there.replaceWith(item);
    else this.#list.prepend(item);
    this.#there.textContent = there ? text('ruleThere') : '';
    this.#showNone();
  }

  /** @param {Rule} rule */
  #item(rule) {
    const item = drawRule(rule, {
      change: change => attempt(this.#section, () => request('change-rule', {id: rule.id, change})),
      remove: () => attempt(this.#section, async () => {
        await request('remove-rule', {id: rule.id});
        this.#there.textContent = '';
      }),
      restore: () => attempt(this.#section, async () => {
        const kept = await request('keep-rule', rule);
        if (kept.id === rule.id) return;
        item.remove(); // the same was said anew meanwhile
        this.#add(kept);
      }),
    });
    return item;
  }

  #showNone() {
    find('.of-rules-none', this.#section).hidden = this.#list.children.length > 0;
  }
}

/** @type {import('../types').StartSection} */
export const startRules = () => new Rules();
