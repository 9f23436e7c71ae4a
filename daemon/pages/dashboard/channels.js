// The channels liked most; what is not wanted of them becomes a rule, and the same button takes it back.
import {ask} from './daemon.js';
import {button, element, table} from './elements.js';
import {TEXTS, number, ratio} from './texts.js';

/** @typedef {import('./section.js').Card} Card */
/** @typedef {{channel_id: string | null, channel_name: string | null, subscribed: boolean, videos_watched: number, thumbs_up: number,
 *   thumbs_down: number, affinity_score: number}} Channel */

const MOST = 12;

/** @type {import('./section.js').Kind} */
export const channels = {
  id: 'channels', title: TEXTS.channelsTitle, wide: true,
  async draw(card) {
    const [{channels: all}, {rules}] = await Promise.all([ask(`/api/channels?limit=${MOST}`), ask('/api/rules')]);
    const liked = all.filter(/** @param {Channel} each */ each => each.subscribed || each.videos_watched || each.thumbs_up);
    if (!liked.length) return [element('p', {class: 'quiet'}, TEXTS.channelsEmpty)];
    return [table(TEXTS.channelsTitle, TEXTS.channelHeads, liked.map(/** @param {Channel} each */ each => row(card, each, rules))),
      element('p', {class: 'quiet'}, TEXTS.channelHint)];
  },
};

/** @param {Card} card @param {Channel} channel @param {import('./rules.js').Rule[]} rules */
function row(card, channel, rules) {
  const name = channel.channel_name ?? channel.channel_id ?? '';
  const match = channel.channel_name ? {channel_name: name} : {channel_id: name};
  /** @param {string} action @param {string} label @param {string} text */
  const ruling = (action, label, text) => switching(card, label, {action, match, text}, rules.filter(each => each.action === action && isAbout(each, channel)));
  const affinity = element('meter', {min: '0', max: '1', value: String(channel.affinity_score), 'aria-label': `${name}: ${ratio(channel.affinity_score)}`});
  return [
    element('span', {dir: 'auto'}, name, channel.subscribed ? element('span', {class: 'quiet'}, ` · ${TEXTS.subscribed}`) : ''),
    number(channel.videos_watched), element('span', {dir: 'ltr'}, `+${number(channel.thumbs_up)} −${number(channel.thumbs_down)}`), affinity,
    element('span', {class: 'line'}, ruling('demote', TEXTS.less, TEXTS.lessOf(name)), ruling('block', TEXTS.block, TEXTS.blockOf(name))),
  ];
}

const OF_CHANNEL = ['channel_id', 'channel_name'];

/**
 * Whether a rule is on, and about nothing but this channel, everywhere and always, wherever it was made: a channel is told by its name, in
 * whatever letters, and by its id where it has none.
 * @param {import('./rules.js').Rule} rule @param {Channel} channel @returns {boolean}
 */
function isAbout({enabled, match, surfaces, weekdays, starts_at: from, ends_at: until}, {channel_id: id, channel_name: name}) {
  if (!enabled || surfaces.length || weekdays || from || until || !Object.keys(match).every(each => OF_CHANNEL.includes(each))) return false;
  const {channel_id: itsId, channel_name: itsName} = match;
  return itsName && name ? String(itsName).toLowerCase() === name.toLowerCase() : id !== null && itsId === id;
}

/** A button that makes a rule, or takes back all there are. @param {Card} card @param {string} label @param {{action: string, match: object, text: string}} rule @param {{id: string}[]} there */
function switching(card, label, rule, there) {
  const act = () => there.length ? Promise.all(there.map(({id}) => ask(`/api/rules/${id}`, 'DELETE'))) : ask('/api/rules', 'POST', {...rule, source: 'dashboard'});
  const made = button(label, () => void card.edit(act), rule.text);
  made.setAttribute('aria-pressed', String(there.length > 0));
  return made;
}
