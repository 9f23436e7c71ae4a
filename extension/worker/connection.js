// The only module that speaks HTTP: to the daemon alone, once it has proved that it is ours. Each answer's shape is checked, each
// request has an end, and the daemon may be away.
import {DaemonError, SENTENCES, problem, sentenceOf} from './daemon-error.js';
import {helloProof, makeNonce, portOf} from './proofs.js';
import {isError, isHelloReply} from './replies.js';

/** @typedef {import('../types').ConnectionState} ConnectionState */
/** @typedef {import('./checks.js').Check} Check */

const API_VERSION = 1;
const PATIENCE_MS = 10_000;
// A program that took the port in the meantime would be shown the token: after a silence the daemon proves itself again.
const SILENCE_MS = 2_000;

/** The daemon at the paired address, met anew in each life of the worker and after each silence or failure. */
export class Connection {
  /** @type {Promise<void> | null} */
  #acquaintance = null;
  #heardAt = 0;

  /**
   * @param {object} needs
   * @param {{get: typeof import('../storage.js').get, set: typeof import('../storage.js').set}} needs.storage
   * @param {(epoch: import('../types').Id) => Promise<void>} [needs.onMet] awaited before the first request that carries the token
   * @param {typeof fetch} [needs.fetch]
   * @param {() => number} [needs.now] in milliseconds
   */
  constructor({storage, onMet = async () => {}, fetch = globalThis.fetch.bind(globalThis), now = Date.now}) {
    this.storage = storage;
    this.onMet = onMet;
    this.fetch = fetch;
    this.now = now;
  }

  /** Make sure that the daemon at the address is ours; asks nothing once that is known. @returns {Promise<void>} */
  meet() {
    if (this.now() - this.#heardAt > SILENCE_MS) {
      this.forget();
      // Whoever asks while the answer is under way waits for the same one.
      this.#heardAt = this.now();
    }
    this.#acquaintance ??= this.#noted(() => this.#greet()).catch(error => {
      this.forget();
      throw error;
    });
    return this.#acquaintance;
  }

  /** Ask for a proof again before the next request: the address, the client, the epoch or the program may have changed. */
  forget() {
    this.#acquaintance = null;
  }

  async #greet() {
    const {address, client} = await this.#paired();
    const nonce = makeNonce();
    const body = JSON.stringify({client_id: client.clientId, nonce});
    const reply = await this.send(`${address}/api/hello`, {method: 'POST', body}, isHelloReply).catch(strangely);
    if (reply.proof !== await helloProof(client.token, nonce, portOf(address))) throw problem('stranger');
    if (reply.api_version !== API_VERSION) throw problem('outdated');
    await this.onMet(reply.epoch);
  }

  async #paired() {
    const [address, client] = await Promise.all([this.storage.get('address'), this.storage.get('client')]);
    if (!client) throw problem('unpaired');
    return {address, client};
  }

  /**
   * Ask with the token, after the daemon has proved itself.
   * @param {string} method
   * @param {string} path
   * @param {Check} check of the answer
   * @param {{body?: unknown, file?: Blob, contentType?: string, patienceMs?: number}} [options]
   * @returns {Promise<any>}
   */
  async ask(method, path, check, {body, file, contentType = 'application/json', patienceMs = PATIENCE_MS} = {}) {
    await this.meet();
    const {address, client} = await this.#paired();
    const headers = {Authorization: `Bearer ${client.token}`, 'Content-Type': contentType};
    const content = file ?? (body === undefined ? null : JSON.stringify(body));
    return this.#noted(() => this.send(address + path, {method, headers, body: content}, check, patienceMs));
  }

  /**
   * Remember how the daemon was found, for the badge and the popup.
   * @template T
   * @param {() => Promise<T>} exchange
   * @returns {Promise<T>}
   */
  async #noted(exchange) {
    try {
      const value = await exchange();
      this.#heardAt = this.now();
      await this.storage.set('connection', 'ok');
      return value;
    } catch (error) {
      if (error instanceof DaemonError && error.code in SENTENCES) {
        await this.storage.set('connection', /** @type {ConnectionState} */ (error.code));
      }
      throw error;
    }
  }

  /**
   * Ask whoever is there; nothing secret may be in it.
   * @param {string} url
   * @param {RequestInit} request
   * @param {Check} check of the answer
   * @param {number} [patienceMs]
   * @returns {Promise<any>}
   */
  async send(url, request, check, patienceMs = PATIENCE_MS) {
    const {status, content} = await this.#exchange(url, request, patienceMs);
    if (status === 401) throw new DaemonError('refused', sentenceOf(content));
    if (status >= 500 || status === 429) throw new DaemonError('failed', sentenceOf(content));
    if (status >= 400 && isError(content)) throw new DaemonError('invalid', sentenceOf(content));
    if (status >= 400 || !check(content)) throw new DaemonError('garbled', `The answer to ${new URL(url).pathname} was not understood.`);
    return content;
  }

  /**
   * @param {string} url
   * @param {RequestInit} request
   * @param {number} patienceMs
   */
  async #exchange(url, request, patienceMs) {
    try {
      const response = await this.fetch(url, {
        headers: {'Content-Type': 'application/json'}, ...request,
        cache: 'no-store', credentials: 'omit', redirect: 'error', signal: AbortSignal.timeout(patienceMs),
      });
      return {status: response.status, content: await contentOf(response)};
    } catch (error) {
      this.forget();
      throw problem(error instanceof SyntaxError ? 'stranger' : 'away');
    }
  }
}

/** @param {Response} response @returns {Promise<any>} a file as a Blob, all else as what its JSON says */
async function contentOf(response) {
  if (response.status === 204) return null;
  return response.headers.get('Content-Type') === 'application/zip' ? response.blob() : response.json();
}

/**
 * A daemon that does not know us says so in its own form; whoever does not know how to be greeted is not our daemon.
 * @param {unknown} error
 * @returns {never}
 */
function strangely(error) {
  if (!(error instanceof DaemonError)) throw error;
  if (error.code === 'invalid') throw problem('refused');
  throw error.code === 'garbled' ? problem('stranger') : error;
}
