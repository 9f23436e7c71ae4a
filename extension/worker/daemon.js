// The only module that speaks HTTP. Each answer's shape is checked, each request has an end, and the daemon may be away.
import {makeNonce, helloProof, portOf} from './proofs.js';
import * as replies from './replies.js';

/** @typedef {import('../types').ConnectionState} ConnectionState */
/** @typedef {import('./checks.js').Check} Check */

const API_VERSION = 1;
const PATIENCE_MS = 10_000;
// A program that took the port in the meantime would be shown the token: after a silence the daemon proves itself again.
const SILENCE_MS = 2_000;

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

/** The daemon at the paired address, met anew in each life of the worker and after each silence or failure. */
export class Daemon {
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

  /**
   * Ask for a token; the caller checks the proof. Carries no secret: `code_mac` cannot be turned back.
   * @param {string} address
   * @param {{name: string, nonce: string, code_mac: string}} body
   * @returns {Promise<{client_id: string, user_id: import('../types').Id, token: string, server_nonce: string, proof: string}>}
   */
  pair(address, body) {
    return this.#send(`${address}/api/pair`, {method: 'POST', body: JSON.stringify(body)}, replies.isPairReply);
  }

  /**
   * @param {import('../types').Signal[]} events at most 500
   * @returns {Promise<{accepted: string[], duplicates: string[], rejected: {id: string, message: string}[]}>}
   */
  signals(events) {
    return this.#ask('POST', '/api/signals', replies.isSignalsReply, {body: {events}});
  }

  /**
   * @param {{surface: string, cards: import('../types').Card[], context: object}} body
   * @param {number} patienceMs
   * @returns {Promise<import('../types').RankReply>}
   */
  rank(body, patienceMs) {
    return this.#ask('POST', '/api/rank', replies.isRankReply, {body, patienceMs});
  }

  /** @param {Record<string, string>} query @returns {Promise<import('../types').Feed>} */
  feed(query) {
    return this.#ask('GET', `/api/videos?${new URLSearchParams(query)}`, replies.isFeed);
  }

  /** @param {string} videoId @returns {Promise<import('../types').VideoOut>} */
  video(videoId) {
    return this.#ask('GET', `/api/videos/${videoId}`, replies.isVideoReply);
  }

  /** @returns {Promise<import('../types').Settings>} */
  settings() {
    return this.#ask('GET', '/api/settings', replies.isSettings);
  }

  /** @param {import('../types').Settings} body @returns {Promise<import('../types').Settings>} */
  changeSettings(body) {
    return this.#ask('PUT', '/api/settings', replies.isSettings, {body});
  }

  /** @returns {Promise<{personas: import('../types').Persona[]}>} */
  personas() {
    return this.#ask('GET', '/api/videos/personas', replies.isPersonas);
  }

  /** @returns {Promise<{categories: import('../types').Category[]}>} */
  categories() {
    return this.#ask('GET', '/api/videos/categories', replies.isCategories);
  }

  /** @param {{name: string, keywords: string[], source: 'picked'}} body @returns {Promise<import('../types').Category>} */
  addCategory(body) {
    return this.#ask('POST', '/api/videos/categories', replies.isCategoryReply, {body});
  }

  /** @param {import('../types').Id} id @returns {Promise<unknown>} */
  removeCategory(id) {
    return this.#ask('DELETE', `/api/videos/categories/${encodeURIComponent(id)}`, () => true, {body: {}});
  }

  /** @param {string} jobId @returns {Promise<import('../types').Job>} */
  job(jobId) {
    return this.#ask('GET', `/api/jobs/${encodeURIComponent(jobId)}`, replies.isJob);
  }

  /**
   * Stream a history file of any size from the disk to the daemon.
   * @param {File} file
   * @param {string} contentType
   * @returns {Promise<{job_id: string}>}
   */
  importFile(file, contentType) {
    return this.#ask('POST', '/api/videos/import', replies.isJobStarted, {file, contentType, patienceMs: 3_600_000});
  }

  /** Make sure that the daemon at the address is ours; asks nothing once that is known. @returns {Promise<void>} */
  meet() {
    if (this.now() - this.#heardAt > SILENCE_MS) this.forget();
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
    const reply = await this.#send(`${address}/api/hello`, {method: 'POST', body}, replies.isHelloReply).catch(strangely);
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
   * @param {string} method
   * @param {string} path
   * @param {Check} check
   * @param {{body?: unknown, file?: File, contentType?: string, patienceMs?: number}} [options]
   * @returns {Promise<any>}
   */
  async #ask(method, path, check, {body, file, contentType = 'application/json', patienceMs = PATIENCE_MS} = {}) {
    await this.meet();
    const {address, client} = await this.#paired();
    const headers = {Authorization: `Bearer ${client.token}`, 'Content-Type': contentType};
    const content = file ?? (body === undefined ? null : JSON.stringify(body));
    return this.#noted(() => this.#send(address + path, {method, headers, body: content}, check, patienceMs));
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
   * @param {string} url
   * @param {RequestInit} request
   * @param {Check} check
   * @param {number} [patienceMs]
   * @returns {Promise<any>}
   */
  async #send(url, request, check, patienceMs = PATIENCE_MS) {
    const {status, content} = await this.#exchange(url, request, patienceMs);
    if (status === 401) throw new DaemonError('refused', sentenceOf(content));
    if (status >= 500 || status === 429) throw new DaemonError('failed', sentenceOf(content));
    if (status >= 400 && replies.isError(content)) throw new DaemonError('invalid', sentenceOf(content));
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
      return {status: response.status, content: response.status === 204 ? null : await response.json()};
    } catch (error) {
      this.forget();
      throw problem(error instanceof SyntaxError ? 'stranger' : 'away');
    }
  }
}

/** @type {Record<Exclude<ConnectionState, 'ok'>, string>} */
const SENTENCES = {
  away: 'The daemon does not answer; start it with scripts/run.',
  unpaired: 'This browser is not paired yet; open the options page.',
  refused: 'The daemon does not know this browser any more; pair again.',
  stranger: 'Another program answers at this address; it was told nothing.',
  outdated: 'Daemon and extension are of different versions; update both.',
};

/** @param {keyof typeof SENTENCES} state */
const problem = state => new DaemonError(state, SENTENCES[state]);

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

/** @param {unknown} content @returns {string} what the daemon says is wrong */
function sentenceOf(content) {
  return replies.isError(content) ? /** @type {any} */ (content).error.message : 'The daemon could not do that; try again.';
}
