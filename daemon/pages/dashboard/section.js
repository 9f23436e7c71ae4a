// A card of the dashboard: it loads by itself, says what went wrong, and is drawn anew after an edit.
import {Refused} from './daemon.js';
import {element} from './elements.js';
import {TEXTS} from './texts.js';

/** @typedef {{title: string, wide?: boolean, draw: (card: Card) => Promise<(Node | string | null)[]>}} Kind */

export class Card {
  /** @param {string} part the id of the part of the page it stands in @param {Kind} kind */
  constructor(part, kind) {
    const id = `card-${kind.title.toLowerCase().replace(/[^a-z]+/g, '-')}`;
    this.kind = kind;
    this.body = element('div', {class: 'body'}, element('p', {class: 'quiet'}, TEXTS.loading));
    this.problem = element('p', {class: 'problem', role: 'alert'});
    this.note = element('p', {class: 'quiet', role: 'status'});
    this.root = element('article', {class: kind.wide ? 'card wide' : 'card', id, 'aria-labelledby': `${id}-title`, 'aria-busy': 'true'},
      element('h3', {id: `${id}-title`}, kind.title), this.problem, this.body, this.note);
    document.getElementById(part)?.append(this.root);
  }

  /** Draw it from what the daemon says now; what has the focus keeps it by its name. */
  async load() {
    try {
      const made = await this.kind.draw(this);
      const focused = document.activeElement?.getAttribute('data-keep');
      this.body.replaceChildren(...made.filter(each => each !== null));
      if (focused) /** @type {HTMLElement | null} */ (this.body.querySelector(`[data-keep="${CSS.escape(focused)}"]`))?.focus();
    } catch (error) {
      this.say(error);
    } finally {
      this.root.setAttribute('aria-busy', 'false');
    }
  }

  /** Do something, then draw it anew; what is refused is said here. @param {() => Promise<unknown>} act */
  async edit(act) {
    this.problem.textContent = '';
    try {
      await act();
    } catch (error) {
      this.say(error);
    }
    await this.load();
    this.root.dispatchEvent(new CustomEvent('edited', {bubbles: true}));
  }

  /** @param {unknown} error */
  say(error) {
    this.problem.textContent = error instanceof Refused ? error.message : TEXTS.away;
    if (!(error instanceof Refused || error instanceof TypeError)) throw error;
  }
}
