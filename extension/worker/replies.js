// What each answer of the daemon must look like before anything here relies on it. tests/contract holds real ones.
import {isBoolean, isCount, isId, isMac, isNumber, isObject, isText, isVideoId, listOf, maybe, oneOf, shape} from './checks.js';

const isRating = oneOf('up', 'down', 'not_interested');

const sentence = {text: isText, form: maybe(isText), names: maybe(listOf(isText))};

const isReason = shape({...sentence, kind: isText, contribution: isNumber});

// A link or a picture leads to YouTube, or the answer is not understood: other addresses may be programs.
/** @type {import('./checks.js').Check} */
const isLink = value => isText(value) && value.startsWith('https://www.youtube.com/');
/** @type {import('./checks.js').Check} */
const isPicture = value => isText(value) && value.startsWith('https://i.ytimg.com/');

const isVideo = shape({
  video_id: isVideoId, title: isText, channel_name: maybe(isText), duration_seconds: maybe(isNumber), view_count: maybe(isNumber),
  published_at: maybe(isText), url: isLink, thumbnail_url: isPicture, rating: maybe(isRating), reasons: listOf(isReason),
  persona: maybe(shape({index: isCount, label: isText})),
});

const isCategory = shape({
  id: isId, name: isText, description: isText, keywords: listOf(isText), source: isText, interest_score: isNumber, active: isBoolean,
});

const isRankItem = shape({video_id: isVideoId, action: oneOf('show', 'demote', 'hide')});

export const isPairReply = shape({client_id: isText, user_id: isId, token: isText, server_nonce: isText, proof: isMac});

export const isTabCode = shape({code: isText, expires_at: isText});

export const isHelloReply = shape({proof: isMac, api_version: isNumber, epoch: isId});

export const isSignalsReply = shape({
  accepted: listOf(isText), duplicates: listOf(isText), rejected: listOf(shape({id: isText, message: isText})),
});

export const isRankReply = shape({slate_id: isText, items: listOf(isRankItem)});

export const isFeed = shape({
  slate_id: maybe(isText), state: isText, message: isText, total: isCount, videos: listOf(isVideo),
  sentences: maybe(listOf(shape(sentence))),
});

export const isVideoReply = isVideo;

export const isWipeReply = shape({epoch: isId});

export const isSettings = shape({mode: isObject});

const isPlace = maybe(isCount);

const isChange = shape({video_id: isVideoId, title: isText, before: isPlace, after: isPlace});

export const isEffect = shape({added: listOf(isChange), removed: listOf(isChange), moved: listOf(isChange)});

export const isRule = shape({
  id: isText, action: oneOf('block', 'limit', 'boost', 'demote'), match: isObject, amount: maybe(isNumber), ends_at: maybe(isText),
  text: maybe(isText), enabled: isBoolean,
});

export const isRules = shape({rules: listOf(isRule)});

const isAsked = oneOf('off', 'not_needed', 'not_agreed', 'answered', 'failed');

export const isProposals = shape({proposals: listOf(isRule), question: maybe(isText), model: isAsked, effect: isEffect});

export const isDone = shape({success: oneOf(true)});

export const isStatus = shape({
  version: isText, api_version: isNumber, state: isText, counts: isObject, jobs: listOf(shape({kind: isText, state: isText})),
  last_errors: listOf(shape({source: isText, message: isText})), egress_today: isObject, backups: listOf(isText),
});

export const isPersonas = shape({
  personas: listOf(shape({index: isCount, label: isText, activity_score: isNumber, video_count: isCount, weight: isNumber, muted: isBoolean,
    sample_videos: listOf(shape({video_id: isVideoId, title: isText})),
  })),
});

export const isCategories = shape({categories: listOf(isCategory)});

export const isCategoryReply = isCategory;

export const isSuggestions = shape({
  suggestions: listOf(shape({name: isText, reasoning: isText, keywords: listOf(isText)})),
  model: isAsked,
});

export const isPreview = shape({destination: isText, instructions: isText, data: isText});

export const isAgent = shape({has_agreed: isBoolean});

export const isJobStarted = shape({job_id: isText});

export const isJob = shape({
  job_id: isText, state: oneOf('queued', 'running', 'done', 'failed', 'cancelled'), done: isNumber, total: maybe(isNumber),
  message: maybe(isText), error: maybe(isText),
});

export const isError = shape({error: shape({code: isText, message: isText})});
