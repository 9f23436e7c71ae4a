// A control whose value the daemon keeps: sent when it is changed, drawn as it is kept, and left alone while the person has it in hand.

/** @template {HTMLElement} C an input, or a button that is a switch */
export class KeptControl {
  control;
  #draw;
  #kept = '';
  #underWay = 0;

  /**
   * @param {C} control stays the same element
   * @param {(kept: string) => void} draw
   */
  constructor(control, draw) {
    this.control = control;
    this.#draw = draw;
    control.addEventListener('blur', () => this.#settle());
  }

  /** What the daemon has; what has the focus shows it once the focus is gone. @param {string} kept */
  show(kept) {
    this.#kept = kept;
    this.#settle();
  }

  /** Send what was chosen; refused, it is as before, unless it was touched again. @param {() => Promise<unknown>} act */
  async send(act) {
    const sent = this.#state();
    this.#underWay += 1;
    await act().finally(() => { this.#underWay -= 1; });
    this.#settle(sent === this.#state());
  }

  #settle(isLetGo = false) {
    const isFree = isLetGo || this.control !== document.activeElement;
    if (isFree && !this.#underWay) this.#draw(this.#kept);
  }

  /** What a hand on it changes: whether it is on; the value, caret and selection. */
  #state() {
    const {ariaChecked} = this.control;
    if (!(this.control instanceof HTMLInputElement)) return ariaChecked;
    const {value, selectionStart, selectionEnd} = this.control;
    return JSON.stringify([value, selectionStart, selectionEnd]);
  }
}
