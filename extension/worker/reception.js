// Where messages arrive: unknown names, foreign senders and ill-shaped payloads are turned away here, before any handler.
import {SENDERS} from '../messages.js';
import {DaemonError} from './daemon-error.js';
import {PAYLOADS} from './payloads.js';
import {classOf} from './senders.js';

/** @typedef {import('../types').Messages} Messages */
/** @typedef {import('../types').Reply} Reply */
/** `from` is the tab of YouTube's whose own page tells something; a frame of ours in a tab is not the page around it. */
/** @typedef {{[N in keyof Messages]: (payload: Messages[N]['payload'], from?: number) => Promise<Messages[N]['reply']>}} Handlers */

export class Reception {
  /** @param {{handlers: Handlers, pace: import('./pace.js').Pace, ownId: string}} needs */
  constructor({handlers, pace, ownId}) {
    this.handlers = handlers;
    this.pace = pace;
    this.ownId = ownId;
  }

  /**
   * @param {any} message anything that anyone sent
   * @param {chrome.runtime.MessageSender} sender
   * @returns {Promise<Reply>}
   */
  async receive(message, sender) {
    const sentBy = classOf(sender, this.ownId);
    const refusal = this.#refusal(message, sender, sentBy);
    if (refusal) return {ok: false, ...refusal};
    try {
      const handle = /** @type {(payload: any, from?: number) => Promise<unknown>} */ (this.handlers[/** @type {keyof Messages} */ (message.name)]);
      return {ok: true, value: await handle(message.payload, sentBy === 'page' ? undefined : sender.tab?.id)};
    } catch (error) {
      return {ok: false, ...explanationOf(error)};
    }
  }

  /** @param {any} message @param {chrome.runtime.MessageSender} sender @param {import('../types').SenderClass | null} sentBy */
  #refusal(message, sender, sentBy) {
    const name = message?.name;
    if (typeof name !== 'string' || !Object.hasOwn(SENDERS, name)) return {code: 'unknown', message: 'There is no such message.'};
    const known = /** @type {keyof Messages} */ (name);
    if (!sentBy || !SENDERS[known].includes(sentBy)) return {code: 'forbidden', message: 'This page may not ask that.'};
    if (sentBy !== 'page' && !this.pace.allows(String(sender.tab?.id))) return {code: 'busy', message: 'Too many messages; wait.'};
    if (!PAYLOADS[known](message.payload)) return {code: 'invalid', message: 'The message is not of the right shape.'};
    return null;
  }
}

/** @param {unknown} error */
function explanationOf(error) {
  if (error instanceof DaemonError) return {code: error.code, message: error.message};
  console.error(error);
  return {code: 'failed', message: 'Something went wrong inside the extension; reload it and try again.'};
}
