// The channels liked most; what is not wanted of them becomes a rule.
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
    const told = await ask(`/api/channels?limit=${MOST}`);
    if (!told.channels.length) return [element('p', {class: 'quiet'}, TEXTS.nothing)];
    return [table(TEXTS.channelsTitle, TEXTS.channelHeads, told.channels.map(/** @param {Channel} each */ each => row(card, each))),
      element('p', {class: 'quiet'}, TEXTS.channelHint)];
  },
};

/** @param {Card} card @param {Channel} channel */
function row(card, channel) {
  const name = channel.channel_name ?? channel.channel_id ?? '';
  const match = channel.channel_name ? {channel_name: name} : {channel_id: name};
  /** @param {string} action @param {string} text */
  const rule = (action, text) => void card.edit(() => ask('/api/rules', 'POST', {action, match, text, source: 'dashboard'}));
  const affinity = element('meter', {min: '0', max: '1', value: String(channel.affinity_score), 'aria-label': `${name}: ${ratio(channel.affinity_score)}`});
  return [
    element('span', {dir: 'auto'}, name, channel.subscribed ? element('span', {class: 'quiet'}, ` · ${TEXTS.subscribed}`) : ''),
    number(channel.videos_watched), `+${number(channel.thumbs_up)} −${number(channel.thumbs_down)}`, affinity,
    element('span', {class: 'line'}, button(TEXTS.less, () => rule('demote', TEXTS.lessOf(name)), TEXTS.lessOf(name)),
      button(TEXTS.block, () => rule('block', TEXTS.blockOf(name)), TEXTS.blockOf(name))),
  ];
}
