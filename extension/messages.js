// Every message of the extension, once: its name and who may send it. Payload and reply types stand in `types.d.ts` (Messages).
// This module is loaded into YouTube's pages too: nothing here knows the token, the daemon or a score.

/** @typedef {import('./types').Messages} Messages */
/** @typedef {import('./types').SenderClass} SenderClass */
/** @typedef {import('./types').Wish} Wish */

/**
 * Who may send what. `content`: our scripts in the top frame of a youtube.com tab; `coming`: the same, while Chrome prepares a page that
 * the person may go to; `left`: the same, once the page was left for another. `page`: the popup, the options, and our frames on YouTube's page.
 * A compromised youtube.com tab can forge any `content` message, so none of them reads, deletes or exports anything.
 * @type {Readonly<Record<keyof Messages, readonly SenderClass[]>>}
 */
export const SENDERS = Object.freeze({
  'signals': ['content', 'left', 'page'],
  'rank': ['content', 'coming'],
  'ratings': ['content'],
  'unrecognised': ['content'],
  'standing': ['content', 'coming'],
  'why': ['page'],
  'hidden': ['page'],
  'show-again': ['page'],
  'status': ['page'],
  'feed': ['page'],
  'pair': ['page'],
  'unpair': ['page'],
  'pause': ['page'],
  'wipe': ['page'],
  'settings': ['page'],
  'change-settings': ['page'],
  'preview-settings': ['page'],
  'personas': ['page'],
  'change-persona': ['page'],
  'merge-personas': ['page'],
  'rules': ['page'],
  'propose-rules': ['page'],
  'keep-rule': ['page'],
  'change-rule': ['page'],
  'remove-rule': ['page'],
  'diagnostics': ['page'],
  'topics': ['page'],
  'add-topic': ['page'],
  'change-topic': ['page'],
  'preview-topic': ['page'],
  'remove-topic': ['page'],
  'suggest-topics': ['page'],
  'agent-preview': ['page'],
  'agent-consent': ['page'],
  'job': ['page'],
  'dashboard': ['page'],
});

const TRIES = 3;

/** A request that was answered with a refusal, or could not be asked at all. */
export class MessageError extends Error {
  /**
   * @param {string} code away | unpaired | refused | stranger | invalid | forbidden | unknown | failed; `invalidated`: this page
   *   belongs to an extension that was reloaded or removed, and should take its traces away
   * @param {string} message one sentence for the person
   */
  constructor(code, message) {
    super(message);
    this.name = 'MessageError';
    this.code = code;
  }
}

/**
 * Ask the worker; resolves to the reply's value, rejects with a MessageError. The worker may be asleep: Chrome wakes it. It may also
 * be stopped before it answers: the message is then sent again, and every message may be. A page that is only being prepared waits until
 * the person comes to it.
 * @template {keyof Messages} N
 * @param {N} name
 * @param {Messages[N]['payload']} payload
 * @returns {Promise<Messages[N]['reply']>}
 */
export async function request(name, payload) {
  if (globalThis.document?.prerendering) await new Promise(come => document.addEventListener('prerenderingchange', come, {once: true}));
  for (let tries = 1; ; tries += 1) {
    const reply = await send({name, payload});
    if (reply?.ok) return reply.value;
    if (reply) throw new MessageError(reply.code, reply.message);
    if (tries === TRIES) throw new MessageError('failed', 'OwnFeed did not answer; reload this page.');
  }
}

/**
 * @param {{name: string, payload: unknown}} message
 * @returns {Promise<any>} the worker's reply; undefined when it was stopped before it gave one
 */
async function send(message) {
  if (!chrome.runtime?.id) throw invalidated();
  try {
    return await chrome.runtime.sendMessage(message);
  } catch (error) {
    if (!chrome.runtime?.id || String(error).includes('context invalidated')) throw invalidated();
    return undefined;
  }
}

/**
 * Ask something of a page of YouTube's, from the worker or one of our own pages.
 * @param {number} tabId
 * @param {Wish} wish
 * @returns {Promise<boolean>} whether there is a page of ours to hear it
 */
export async function askPage(tabId, wish) {
  return await answerOf(tabId, wish) !== null;
}

/**
 * The same where a page answers.
 * @param {number} tabId
 * @param {Wish} wish
 * @returns {Promise<any>} undefined where it has no answer, null where there is no page of ours to hear it
 */
export async function answerOf(tabId, wish) {
  try {
    return await chrome.tabs.sendMessage(tabId, {ownfeed: wish}, {frameId: 0});
  } catch {
    return null; // no page of YouTube's, or one from before an update
  }
}

/**
 * Be told what the worker or one of our pages asks of this page.
 * @param {(wish: Wish) => unknown} listener returns the answer, where there is one
 * @param {AbortSignal} signal
 */
export function onWish(listener, signal) {
  const hear = (/** @type {{ownfeed?: Wish}} */ message, /** @type {unknown} */ _sender, /** @type {(answer: unknown) => void} */ answer) => {
    const found = message?.ownfeed && listener(message.ownfeed);
    if (found !== undefined) answer(found);
  };
  chrome.runtime.onMessage.addListener(hear);
  signal.addEventListener('abort', () => chrome.runtime.onMessage.removeListener(hear), {once: true});
}

/**
 * Be told that whether and how something of ours may stand on this page is to be asked anew: the worker says so, and a page that Chrome
 * kept for the way back could not be told.
 * @param {() => void} listener
 * @param {AbortSignal} signal
 */
export function onStanding(listener, signal) {
  onWish(({standing}) => { if (standing) listener(); }, signal);
  addEventListener('pageshow', ({persisted}) => { if (persisted) listener(); }, {signal});
}

const invalidated = () => new MessageError('invalidated', 'OwnFeed was updated; reload this page.');
