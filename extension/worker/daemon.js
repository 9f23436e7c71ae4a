// What can be asked of the daemon, a method for each.
import {Connection} from './connection.js';
import * as replies from './replies.js';

// What may ask a language model takes as long as the person lets it (`model_seconds`, ten minutes at most).
const MODEL_PATIENCE_MS = 630_000;

export class Daemon extends Connection {
  /**
   * Ask for a token; the caller checks the proof. Carries no secret: `code_mac` cannot be turned back.
   * @param {string} address
   * @param {{name: string, nonce: string, code_mac: string}} body
   * @returns {Promise<{client_id: string, user_id: import('../types').Id, token: string, server_nonce: string, proof: string}>}
   */
  pair(address, body) {
    return this.send(`${address}/api/pair`, {method: 'POST', body: JSON.stringify(body)}, replies.isPairReply);
  }

  /**
   * @param {import('../types').Signal[]} events at most 500
   * @returns {Promise<{accepted: string[], duplicates: string[], rejected: {id: string, message: string}[]}>}
   */
  signals(events) {
    return this.ask('POST', '/api/signals', replies.isSignalsReply, {body: {events}});
  }

  /**
   * @param {{surface: string, cards: import('../types').Card[], context: object}} body
   * @param {number} patienceMs
   * @returns {Promise<import('../types').RankReply>}
   */
  rank(body, patienceMs) {
    return this.ask('POST', '/api/rank', replies.isRankReply, {body, patienceMs});
  }

  /** @param {Record<string, string>} query @returns {Promise<import('../types').Feed>} */
  feed(query) {
    return this.ask('GET', `/api/videos?${new URLSearchParams(query)}`, replies.isFeed);
  }

  /** @param {string} videoId @returns {Promise<import('../types').VideoOut>} */
  video(videoId) {
    return this.ask('GET', `/api/videos/${videoId}`, replies.isVideoReply);
  }

  /** @returns {Promise<import('../types').Settings>} */
  settings() {
    return this.ask('GET', '/api/settings', replies.isSettings);
  }

  /** @param {import('../types').Settings} body @returns {Promise<import('../types').Settings>} */
  changeSettings(body) {
    return this.ask('PUT', '/api/settings', replies.isSettings, {body});
  }

  /** What dials would change, none of which is kept. @param {import('../types').Settings} body @returns {Promise<import('../types').Effect>} */
  previewSettings(body) {
    return this.ask('POST', '/api/settings/preview', replies.isEffect, {body});
  }

  /** Delete everything of this person for good; overwriting it takes as long as there is much. @returns {Promise<{epoch: import('../types').Id}>} */
  wipe() {
    return this.ask('DELETE', '/api/data', replies.isWipeReply, {body: {confirm: true}, patienceMs: 600_000});
  }

  /** @returns {Promise<{personas: import('../types').Persona[]}>} */
  personas() {
    return this.ask('GET', '/api/videos/personas', replies.isPersonas);
  }

  /** @param {number} index @param {string} label @returns {Promise<unknown>} */
  labelPersona(index, label) {
    return this.ask('PUT', `/api/videos/personas/${index}/label`, replies.isDone, {body: {label}});
  }

  /** @param {number} index @param {{weight?: number, muted?: boolean}} body @returns {Promise<unknown>} */
  changePersona(index, body) {
    return this.ask('PATCH', `/api/videos/personas/${index}`, replies.isDone, {body});
  }

  /** @param {number[]} indexes the first keeps its name @returns {Promise<{personas: import('../types').Persona[]}>} */
  mergePersonas(indexes) {
    return this.ask('POST', '/api/videos/personas/merge', replies.isPersonas, {body: {indexes}});
  }

  /** @returns {Promise<{rules: import('../types').Rule[]}>} */
  rules() {
    return this.ask('GET', '/api/rules', replies.isRules);
  }

  /** What a sentence means, which is not kept. @param {string} text @returns {Promise<import('../types').Proposals>} */
  proposeRules(text) {
    return this.ask('POST', '/api/rules', replies.isProposals, {body: {text}, patienceMs: MODEL_PATIENCE_MS});
  }

  /** @param {import('../types').NewRule} body @returns {Promise<import('../types').Rule>} */
  keepRule(body) {
    return this.ask('POST', '/api/rules', replies.isRule, {body});
  }

  /** @param {string} id @param {Partial<import('../types').Rule>} body @returns {Promise<import('../types').Rule>} */
  changeRule(id, body) {
    return this.ask('PATCH', `/api/rules/${id}`, replies.isRule, {body});
  }

  /** @param {string} id @returns {Promise<unknown>} */
  removeRule(id) {
    return this.ask('DELETE', `/api/rules/${id}`, replies.isDone, {body: {}});
  }

  /** @returns {Promise<import('../types').DaemonStatus>} */
  status() {
    return this.ask('GET', '/api/status', replies.isStatus);
  }

  /** @returns {Promise<{categories: import('../types').Category[]}>} */
  categories() {
    return this.ask('GET', '/api/videos/categories', replies.isCategories);
  }

  /** What a new interest, or a change of one, would do; nothing is kept.
   * @param {import('../types').CategoryChange} body @returns {Promise<import('../types').Effect>} */
  previewCategory(body) {
    return this.ask('POST', '/api/videos/categories/preview', replies.isEffect, {body});
  }

  /** @param {import('../types').Id} id @param {import('../types').CategoryChange} body @returns {Promise<import('../types').Category>} */
  changeCategory(id, body) {
    return this.ask('PUT', `/api/videos/categories/${encodeURIComponent(id)}`, replies.isCategoryReply, {body});
  }

  /** @param {import('../types').CategoryChange} body @returns {Promise<import('../types').Category>} */
  addCategory(body) {
    return this.ask('POST', '/api/videos/categories', replies.isCategoryReply, {body});
  }

  /** @returns {Promise<import('../types').Suggestions>} */
  suggestCategories() {
    return this.ask('POST', '/api/videos/categories/suggest', replies.isSuggestions, {body: {}, patienceMs: MODEL_PATIENCE_MS});
  }

  /** Nothing is sent to a model by it. @param {{purpose: string, text?: string}} body @returns {Promise<import('../types').Preview>} */
  previewAgent(body) {
    return this.ask('POST', '/api/agent/preview', replies.isPreview, {body});
  }

  /** @param {boolean} agreed @returns {Promise<unknown>} */
  agentConsent(agreed) {
    return this.ask('PUT', '/api/agent/consent', replies.isAgent, {body: {agreed}});
  }

  /** @param {import('../types').Id} id @returns {Promise<unknown>} */
  removeCategory(id) {
    return this.ask('DELETE', `/api/videos/categories/${encodeURIComponent(id)}`, () => true, {body: {}});
  }

  /** @param {string} jobId @returns {Promise<import('../types').Job>} */
  job(jobId) {
    return this.ask('GET', `/api/jobs/${encodeURIComponent(jobId)}`, replies.isJob);
  }

  /** Where the dashboard opens for this person: a one-time code stands behind the #, which no browser sends. @returns {Promise<string>} */
  async dashboard() {
    const {code} = await this.ask('POST', '/api/pair/tab', replies.isTabCode, {body: {}});
    return `${await this.storage.get('address')}/#code=${code}`;
  }

  /** Everything of this person, as one zip. @returns {Promise<Blob>} */
  exportFile() {
    return this.ask('POST', '/api/data/export', content => content instanceof Blob, {body: {}, patienceMs: 600_000});
  }

  /**
   * Stream a history file of any size from the disk to the daemon.
   * @param {Blob} file
   * @param {string} contentType
   * @returns {Promise<{job_id: string}>}
   */
  importFile(file, contentType) {
    return this.ask('POST', '/api/videos/import', replies.isJobStarted, {file, contentType, patienceMs: 3_600_000});
  }
}
