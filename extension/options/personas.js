// The interests found in what was watched: each can be named, weighed, muted, or made one with another.
import {request} from '../messages.js';
import {find} from '../ui/elements.js';
import {onOpened} from './navigation.js';
import {drawPersona} from './persona.js';
import {attempt, isInUse} from './saving.js';

/** @typedef {import('../types').Persona} Persona */

class Personas {
  #section = find('#personas');
  #list = find('.of-personas', this.#section);
  #merge = /** @type {HTMLButtonElement} */ (find('button[name=merge]', this.#section));
  #isConnected = false;
  /** Indexes of what is to be made one, in the order they were picked. @type {Set<number>} */
  #picked = new Set();

  constructor() {
    onOpened(this.#section, () => this.#load()); // what was found since, by an import say
    this.#merge.addEventListener('click', () => void attempt(this.#section, async () => {
      this.#draw((await request('merge-personas', {indexes: [...this.#picked]})).personas);
    }));
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
      const {personas} = await request('personas', {});
      if (!isInUse(this.#list)) this.#draw(personas);
    });
  }

  /** @param {Persona[]} personas */
  #draw(personas) {
    this.#picked.clear();
    this.#showMerge();
    this.#list.replaceChildren(...personas.map(persona => drawPersona(persona, {
      change: change => attempt(this.#section, () => request('change-persona', {index: persona.index, ...change})),
      pick: isPicked => {
        if (isPicked) this.#picked.add(persona.index);
        else this.#picked.delete(persona.index);
        this.#showMerge();
      },
    })));
    find('.of-personas-none', this.#section).hidden = personas.length > 0;
    this.#merge.hidden = personas.length < 2;
  }

  #showMerge() {
    this.#merge.disabled = this.#picked.size < 2;
  }
}

/** @type {import('../types').StartSection} */
export const startPersonas = () => new Personas();
