// What a person can do about a reason, or about the video it speaks of: each is done at once and can be taken back.
import {MessageError, request} from '../messages.js';
import {duration} from './figures.js';
import {blockChannel, rate} from './signals.js';
import {language, text} from './text.js';

/** @typedef {import('../types').Reason} Reason */
/** @typedef {() => Promise<unknown>} Undo */
/** @typedef {{name: string, label: string, done: string, act: () => Promise<Undo>}} Fix */
/** @typedef {import('../types').Why & {videoId: string, where: Partial<import('../types').Signal>}} About */

const DAY_MS = 86_400_000;
/** Ages and lengths that a person would name, as the daemon counts them. @type {readonly [number, Intl.NumberFormatOptions['unit'], number][]} */
const AGES = [[1826, 'year', 5], [730, 'year', 2], [365, 'year', 1], [182, 'month', 6], [30, 'month', 1], [7, 'day', 7]];
/** @type {typeof AGES} */
const LENGTHS = [[7200, 'hour', 2], [3600, 'hour', 1], [1800, 'minute', 30], [1200, 'minute', 20], [600, 'minute', 10], [300, 'minute', 5]];

/** @type {Record<string, (reason: Reason, about: About) => Fix[]>} by kind of reason */
const OF_KIND = {
  persona: reason => (typeof reason.evidence?.persona === 'number' ? [lessOf(reason), noneOf(reason)] : []),
  rule: ({evidence}) => (evidence?.rule_id ? [switchOff(evidence.rule_id)] : []),
  rejected: (_reason, about) => [forgive(about)],
  blocked: (_reason, about) => [unblock(about)],
  watched: () => [turn('fixWatched', 'hide_watched', false)],
  age_restricted: () => [turn('fixAgeRestricted', 'hide_age_restricted', false)],
  shown_often: () => [turn('fixShownOften', 'impressions_before_hiding', 0)],
};

/** @type {Record<string, string>} by kind of reason */
const PLACES = {
  rule: 'wishes', blocked: 'wishes', persona: 'interests', too_old: 'feed', too_few_views: 'feed', shown_often: 'feed', watched: 'feed',
  age_restricted: 'feed',
};

/** What a table of ours holds under a word of another's, `constructor` for one.
 * @template T @param {Record<string, T>} table @param {string} name @returns {T | undefined} */
const own = (table, name) => (Object.hasOwn(table, name) ? table[name] : undefined);

/** What can be done about one reason. @param {Reason} reason @param {About} about @returns {Fix[]} */
export const fixesOf = (reason, about) => own(OF_KIND, reason.kind)?.(reason, about) ?? [];

/** What can be done about a video whatever the reason. @param {About} about @param {number} now in milliseconds @returns {Fix[]} */
export function fixesOfVideo(about, now) {
  const {channel_name: name, duration_seconds: seconds, published_at: publishedAt} = about;
  const days = publishedAt ? (now - Date.parse(publishedAt)) / DAY_MS : 0;
  const [age, length] = [nextBelow(AGES, days), nextBelow(LENGTHS, seconds ?? 0)];
  return [
    ...name ? [block(about, name)] : [],
    ...age ? [limit('fixOlder', 'max_age_days', age)] : [],
    ...length ? [limit('fixLonger', 'max_seconds', length)] : [],
  ];
}

/** The part of the options where what a reason rests on can be changed. @param {Reason} reason @returns {string | null} */
export const placeOf = ({kind}) => own(PLACES, kind) ?? null;

/** @param {typeof AGES} steps the greatest first @param {number} value */
const nextBelow = (steps, value) => steps.find(([bound]) => bound < value) ?? null;

/** @param {Reason} reason @returns {Fix} */
const lessOf = reason => changePersona('less', text('fixLess'), reason, ({weight}) => ({weight: weight / 2}));

/** @param {Reason} reason @returns {Fix} */
const noneOf = reason => changePersona('mute', text('fixMute'), reason, () => ({muted: true}));

/**
 * Where interests were found anew or made one, the number of the reason's is another's by now: its name tells.
 * @param {string} name
 * @param {string} label
 * @param {Reason} reason
 * @param {(persona: import('../types').Persona) => {weight?: number, muted?: boolean}} change
 * @returns {Fix}
 */
const changePersona = (name, label, {evidence, names}, change) => ({name, label, done: label, act: async () => {
  const {personas} = await request('personas', {});
  const persona = personas.find(each => each.index === evidence?.persona && each.label === names?.[0]);
  if (!persona) throw new MessageError('refused', text('fixPersonaGone'));
  const {index, weight, muted} = persona;
  await request('change-persona', {index, ...change(persona)});
  return () => request('change-persona', {index, weight, muted});
}});

/** @param {string} id of a rule @returns {Fix} */
const switchOff = id => ({name: 'switch-off', label: text('fixRuleOff'), done: text('fixRuleOffDone'), act: async () => {
  await request('change-rule', {id, change: {enabled: false}});
  return () => request('change-rule', {id, change: {enabled: true}});
}});

/** @param {About} about @returns {Fix} */
const forgive = ({videoId, rating, where}) => ({name: 'forgive', label: text('fixForgive'), done: text('fixForgiven'), act: async () => {
  const before = rating ?? (await request('why', {videoId})).rating ?? 'not_interested'; // it may have been said elsewhere
  await rate(videoId, null, where);
  return () => rate(videoId, before, where);
}});

/** @param {About} about @param {string} name @returns {Fix} */
const block = (about, name) => ({name: 'block', label: text('blockChannel', name), done: text('channelBlocked', name), act: async () => {
  const before = new Set((await blocksOf(about)).map(({id}) => id));
  await blockChannel(about, about.where);
  return async () => {
    const made = (await blocksOf(about)).filter(({id}) => !before.has(id));
    await Promise.all(made.map(({id}) => request('remove-rule', {id})));
  };
}});

/** @param {About} about @returns {Fix} */
const unblock = about => ({name: 'unblock', label: text('fixUnblock', about.channel_name ?? ''), done: text('fixUnblocked', about.channel_name ?? ''), act: async () => {
  const blocks = await blocksOf(about);
  await Promise.all(blocks.map(({id}) => request('change-rule', {id, change: {enabled: false}})));
  return () => Promise.all(blocks.map(({id}) => request('change-rule', {id, change: {enabled: true}})));
}});

const OF_CHANNEL = ['channel_id', 'channel_name'];

/** The rules in force that block this channel as a whole: nothing but the channel, everywhere and always. @param {About} about */
async function blocksOf({channel_id: id, channel_name: name}) {
  await request('status', {}); // a block may still be on its way
  const {rules} = await request('rules', {});
  return rules.filter(({action, enabled, match, surfaces, weekdays, starts_at: from, ends_at: until}) =>
    action === 'block' && enabled && !surfaces?.length && !weekdays && !from && !until
    && Object.keys(match).every(key => OF_CHANNEL.includes(key) || match[/** @type {keyof typeof match} */ (key)] === null)
    && (id !== null && match.channel_id === id || name !== null && match.channel_name === name));
}

/** @param {string} key @param {'max_age_days' | 'max_seconds'} bound @param {typeof AGES[number]} step @returns {Fix} */
function limit(key, bound, [value, unit, count]) {
  const sentence = text(key, duration(count, String(unit), language()));
  return {name: key, label: sentence, done: sentence, act: async () => {
    const {rules} = await request('rules', {});
    const {id} = await request('keep-rule', {action: 'limit', match: {[bound]: value}, ends_at: null, text: sentence});
    const before = rules.find(rule => rule.id === id); // said again, it is the rule that was there
    return () => before ? request('change-rule', {id, change: {enabled: before.enabled}}) : request('remove-rule', {id});
  }};
}

/** @param {string} key @param {string} dial @param {unknown} value @returns {Fix} */
const turn = (key, dial, value) => ({name: key, label: text(key), done: text(`${key}Done`), act: async () => {
  const {[dial]: before} = await request('settings', {});
  await request('change-settings', {[dial]: value});
  return () => request('change-settings', {[dial]: before});
}});
