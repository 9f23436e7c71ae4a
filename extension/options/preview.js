// The next feed as proposed dials would make it, asked anew with each of their movements and kept by nobody.
import {request} from '../messages.js';
import {element} from '../ui/elements.js';
import {text} from '../ui/text.js';
import {drawEffect} from './effect.js';
import {attempt} from './saving.js';

export class Preview {
  /** @type {import('../types').Settings} */
  #proposed = {};
  #isAsking = false;
  #isOld = false;

  /** @param {HTMLElement} section @param {HTMLElement} place */
  constructor(section, place) {
    this.section = section;
    this.place = place;
  }

  /** Show what these dials would change; while an answer is under way the newest proposal waits. @param {import('../types').Settings} proposed */
  async show(proposed) {
    this.#proposed = proposed;
    this.#isOld = true;
    if (this.#isAsking) return;
    this.#isAsking = true;
    while (this.#isOld) {
      this.#isOld = false;
      await attempt(this.section, () => this.#draw());
    }
    this.#isAsking = false;
  }

  async #draw() {
    const isIdle = !Object.keys(this.#proposed).length;
    const drawn = isIdle ? element('p', {class: 'of-quiet'}, text('previewHint')) : drawEffect(await request('preview-settings', this.#proposed));
    if (!this.#isOld) this.place.replaceChildren(drawn);
  }
}
