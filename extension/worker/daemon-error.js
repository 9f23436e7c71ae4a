// What can be wrong with the daemon, each with the sentence that tells a person what to do.
import {isError} from './replies.js';

/** The daemon did not do what was asked. */
export class DaemonError extends Error {
  /**
   * @param {string} code away | unpaired | refused | stranger | outdated: nothing can be asked now; `invalid`: this request is
   *   wrong and will always be; `garbled`: an answer of another shape; `failed`: try again later
   * @param {string} message one sentence for the person
   */
  constructor(code, message) {
    super(message);
    this.name = 'DaemonError';
    this.code = code;
  }
}

/** How the daemon may be found, apart from well. @type {Record<Exclude<import('../types').ConnectionState, 'ok'>, string>} */
export const SENTENCES = {
  away: 'The daemon does not answer; start it with scripts/run.',
  unpaired: 'This browser is not paired yet; open the options page.',
  refused: 'The daemon does not know this browser any more; pair again.',
  stranger: 'Another program answers at this address; it was told nothing.',
  outdated: 'Daemon and extension are of different versions; update both.',
};

/** @param {keyof typeof SENTENCES} state */
export const problem = state => new DaemonError(state, SENTENCES[state]);

/** @param {unknown} content @returns {string} what the daemon says is wrong */
export function sentenceOf(content) {
  return isError(content) ? /** @type {any} */ (content).error.message : 'The daemon could not do that; try again.';
}
