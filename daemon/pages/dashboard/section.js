// A card of the dashboard: it loads by itself, says what went wrong, and is drawn anew after an edit.
import {Refused, ask} from './daemon.js';
import {putIn} from './drafts.js';
import {element} from './elements.js';
import {clearPlots} from './plots.js';
import {TEXTS} from './texts.js';

/**
 * What a card shows: `draw` makes what the daemon says now, and `below` what stands under it and is never drawn anew (forms, and what came of them).
 * @typedef {{id: string, title: string, wide?: boolean, draw: (card: Card) => Promise<(Node | string | null)[]>, below?: (card: Card) => HTMLElement[]}} Kind
 */

export class Card {
  /** Counts the loads, so that a late answer does not take the place of a newer one's. */
  #asking = 0;
  /** Whether what `problem` says is over once the daemon is heard again. */
  #passes = false;
  /** The id of the work that was begun here and has not ended. */
  #work = '';
  /** What stands under what is drawn. @type {HTMLElement[]} */
  #below;

  /** @param {string} part the id of the part of the page it stands in @param {Kind} kind */
  constructor(part, kind) {
    const id = `card-${kind.id}`;
    this.kind = kind;
    this.body = element('div', {class: 'body'}, element('p', {class: 'quiet'}, TEXTS.loading));
    this.problem = element('p', {class: 'problem', role: 'alert'});
    this.note = element('p', {class: 'quiet', role: 'status'});
    this.#below = kind.below?.(this) ?? [];
    this.root = element('article', {class: kind.wide ? 'card wide' : 'card', id, 'aria-labelledby': `${id}-title`, 'aria-busy': 'true'},
      element('h3', {id: `${id}-title`}, kind.title), this.problem, this.body, ...this.#below, this.note);
    document.getElementById(part)?.append(this.root);
  }

  /** Draw it from what the daemon says now. */
  async load() {
    const turn = this.#asking += 1;
    try {
      const made = await this.kind.draw(this);
      if (turn !== this.#asking) return;
      clearPlots(this.body);
      putIn(this.body, made.filter(each => each !== null));
      if (this.#passes) this.#clear();
    } catch (error) {
      if (turn !== this.#asking) return;
      this.say(error);
      this.#passes = true;
    } finally {
      if (turn === this.#asking) this.root.setAttribute('aria-busy', 'false');
    }
  }

  /** How often it was begun to be drawn. */
  get turn() {
    return this.#asking;
  }

  /** Take it off the page; what is still to come for it is let go. */
  remove() {
    this.#asking += 1;
    clearPlots(this.root);
    this.root.remove();
  }

  /**
   * Do something, then draw it anew: also where it was refused, for it may be about what is no more.
   * @param {() => Promise<unknown>} act @returns {Promise<boolean>} whether it was done
   */
  async edit(act) {
    const isDone = await this.attempt(act);
    await this.load();
    return isDone;
  }

  /** Do something; what is refused is said here, and nothing else changes. @param {() => Promise<unknown>} act @returns {Promise<boolean>} whether it was done */
  async attempt(act) {
    this.#clear();
    this.note.textContent = '';
    try {
      await act();
      return true;
    } catch (error) {
      this.say(error);
      return false;
    }
  }

  /**
   * Begin work that goes on by itself; until it has ended, the card says that it goes on.
   * @param {() => Promise<{job_id: string}>} act @returns {Promise<void>}
   */
  async begin(act) {
    await this.edit(async () => {
      this.#work = (await act()).job_id;
      this.note.textContent = TEXTS.begun;
      this.hear(await ask(`/api/jobs/${this.#work}`)); // the news of its end may have come before its id
    });
  }

  /** Learn how the work that was begun here stands: it may have ended while no news were heard. */
  async catchUp() {
    try {
      if (this.#work) this.hear(await ask(`/api/jobs/${this.#work}`));
    } catch (error) {
      if (!(error instanceof Refused)) return; // the daemon is away again, and is asked when it is back
      this.#work = '';
      this.note.textContent = ''; // nobody knows of it any more
    }
  }

  /** Say how the work that was begun here ended. @param {{job_id: string, finished_at: string | null, error: string | null}} job */
  hear({job_id: id, finished_at: finished, error}) {
    if (id !== this.#work || !finished) return;
    this.#work = '';
    this.note.textContent = error ? '' : TEXTS.ended;
    this.problem.textContent = error ?? '';
  }

  /** Say no more of what came of a button, nor what will: it is gone. So are suggestions and proposals, and what could be undone. */
  forget() {
    this.#work = '';
    this.note.textContent = '';
    this.#clear();
    const before = this.#below;
    this.#below = this.kind.below?.(this) ?? [];
    before.forEach((each, index) => each.replaceWith(this.#below[index] ?? ''));
  }

  /** @param {unknown} error */
  say(error) {
    this.#passes = !(error instanceof Refused);
    this.problem.textContent = error instanceof Refused ? error.message : TEXTS.away;
    if (!(error instanceof Refused || error instanceof TypeError)) throw error;
  }

  #clear() {
    this.problem.textContent = '';
    this.#passes = false;
  }
}
