// A topic to start with: pressed while the daemon has an interest of its name that counts.
import {request} from '../messages.js';
import {element} from '../ui/elements.js';

/** @typedef {import('../types').Category} Category */
/** @typedef {{name: string, keywords: string[]}} Topic */

export class TopicChip {
  #topic;
  #category;
  #button;
  item;

  /** @param {Topic} topic @param {Category | undefined} category as the daemon has it @param {(act: () => Promise<unknown>) => void} attempt */
  constructor(topic, category, attempt) {
    this.#topic = topic;
    this.#category = category;
    this.#button = element('button', {class: 'of-chip', type: 'button'}, topic.name);
    this.#button.addEventListener('click', () => attempt(() => this.#isPressed ? this.#release() : this.press()));
    this.item = element('li', {}, this.#button);
    this.#draw();
  }

  get #isPressed() {
    return this.#category?.active === true;
  }

  /** Have the topic count; it may do so already. */
  async press() {
    if (this.#isPressed) return;
    const known = this.#category;
    this.#category = known ? await request('change-topic', {id: known.id, change: {active: true}}) : await request('add-topic', this.#topic);
    this.#draw();
  }

  async #release() {
    if (this.#category) await request('remove-topic', {id: this.#category.id});
    this.#category = undefined;
    this.#draw();
  }

  #draw() {
    this.#button.ariaPressed = String(this.#isPressed);
  }
}
