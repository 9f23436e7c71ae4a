// What a person does on one of our pages, as signals: stored durably by the worker before this resolves.
import {request} from '../messages.js';
import {signalOf} from '../rating-signals.js';

/** @typedef {import('../types').Signal} Signal */

/**
 * @param {import('../types').SignalType} type
 * @param {Partial<Signal>} about what it concerns and where it happened; by default in the popup
 * @returns {Promise<void>}
 */
export async function makeSignal(type, about) {
  const occurredAt = new Date().toISOString();
  /** @type {Signal} */
  const event = {id: crypto.randomUUID(), type, occurred_at: occurredAt, source: 'popup', surface: 'popup', ...about};
  await request('signals', {events: [event]});
}

/**
 * @param {string} videoId
 * @param {import('../types').Rating | null} rating null takes it back
 * @param {Partial<Signal>} where
 * @returns {Promise<void>}
 */
export const rate = (videoId, rating, where) =>
  makeSignal(signalOf(rating), {video_id: videoId, ...where});

/**
 * @param {{channel_id?: string | null | undefined, channel_name?: string | null | undefined}} video
 * @param {Partial<Signal>} [where]
 * @returns {Promise<void>}
 */
export const blockChannel = ({channel_id: id, channel_name: name}, where = {}) =>
  makeSignal('block_channel', {...(id ? {channel_id: id} : {}), ...(name ? {channel_name: name} : {}), ...where});
