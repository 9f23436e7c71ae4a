// What each message must carry. What comes from a youtube.com tab may be forged, so size and shape are checked before use.
import {isBoolean, isCount, isId, isNumber, isObject, isText, isVideoId, listOf, maybe, oneOf, shape} from './checks.js';

/** @typedef {import('./checks.js').Check} Check */

const MOST_EVENT_CHARACTERS = 16_000;
const SURFACES = ['home', 'watch_next', 'search', 'subscriptions'];
const SIGNAL_TYPES = [
  'impression', 'click', 'watch', 'thumbs_up', 'thumbs_down', 'not_interested', 'clear_rating', 'saved', 'search', 'subscribe',
  'unsubscribe', 'block_channel', 'ingested',
];

/** @type {Check} */
const isShort = value => JSON.stringify(value).length <= MOST_EVENT_CHARACTERS;

/** @type {Check} */
const isUuid = value => isText(value) && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);

const hasSignalFields = shape({
  id: isUuid, type: oneOf(...SIGNAL_TYPES), occurred_at: isText, source: isText, video_id: maybe(isVideoId), watch: maybe(isObject),
});

/** @type {Check} */
const isSignal = value => hasSignalFields(value) && isShort(value);

/** @type {Check} */
const isCard = value => shape({video_id: isVideoId, title: isText})(value) && isShort(value);

/** @type {Readonly<Record<keyof import('../types').Messages, Check>>} */
export const PAYLOADS = Object.freeze({
  'signals': shape({events: listOf(isSignal, 500)}),
  'rank': shape({surface: oneOf(...SURFACES), cards: listOf(isCard, 300), context: maybe(isObject)}),
  'ratings': shape({videoIds: listOf(isVideoId, 300), surface: maybe(isText)}),
  'unrecognised': shape({surface: oneOf(...SURFACES, 'channel', 'history'), count: isCount}),
  'standing': shape({surface: oneOf(...SURFACES)}),
  'why': shape({videoId: isVideoId, surface: maybe(isText)}),
  'hidden': isObject,
  'show-again': shape({videoId: isVideoId}),
  'status': isObject,
  'feed': shape({
    sortBy: maybe(oneOf('score', 'published', 'views', 'duration')), persona: maybe(isCount), mood: maybe(isText),
    topic: maybe(isText), limit: maybe(isCount), offset: maybe(isCount),
  }),
  'pair': shape({code: isText, address: isText}),
  'unpair': isObject,
  'pause': shape({paused: isBoolean}),
  'wipe': shape({confirm: oneOf(true)}),
  'settings': isObject,
  'change-settings': isObject,
  'preview-settings': isObject,
  'personas': isObject,
  'change-persona': shape({index: isCount, label: maybe(isText), weight: maybe(isNumber), muted: maybe(isBoolean)}),
  'merge-personas': shape({indexes: listOf(isCount)}),
  'rules': isObject,
  'propose-rules': shape({text: isText}),
  'keep-rule': isObject,
  'change-rule': shape({id: isUuid, change: isObject}),
  'remove-rule': shape({id: isUuid}),
  'diagnostics': isObject,
  'dashboard': isObject,
  'topics': isObject,
  'add-topic': shape({name: isText, keywords: maybe(listOf(isText)), source: maybe(oneOf('picked', 'own', 'suggested'))}),
  'change-topic': shape({id: isId, change: isObject}),
  'preview-topic': shape({id: maybe(isId), name: maybe(isText), keywords: maybe(listOf(isText))}),
  'suggest-topics': isObject,
  'agent-preview': shape({purpose: oneOf('rules', 'interests', 'labels'), text: maybe(isText)}),
  'agent-consent': shape({agreed: isBoolean}),
  'remove-topic': shape({id: isId}),
  'job': shape({jobId: isText}),
});
