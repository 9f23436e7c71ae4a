// What a person tells YouTube itself is a signal too: like, dislike, subscribe, "not interested", "don't recommend channel".
// Try it: choose "Not interested" in a card's menu; the next order knows. YouTube's undo takes it back.
import {RATING_AFTER} from '../rating-signals.js';

/** @typedef {import('../types').Act} Act */
/** @typedef {import('../types').Rating} Rating */

/** A blocked channel becomes a rule, which no page may take back: it is told when YouTube's undo is gone, which is looked for so often. A tab
 * that stays hidden for so long tells it at once, for Chrome may discard it without a word. */
const LOOK_EVERY_MS = 10_000;

/** @type {import('../types').Feature} */
export const toldYoutube = {
  id: 'told-youtube',
  pages: ['home', 'watch', 'shorts', 'search', 'subscriptions', 'history', 'channel', 'playlist', 'other'],
  start({youtube, signals, thumbs, signal, surface}) {
    /** @type {Map<string, {settle: () => void, timer: number}>} by video, channels about to be blocked */
    const blocking = new Map();

    /** @param {string} videoId @param {Rating | null} rating */
    function rate(videoId, rating) {
      if (thumbs.holds(videoId, rating)) return; // a click that was heard already
      const video = youtube.facts.of(videoId);
      thumbs.rate(videoId, rating, {surface, ...video ? {video} : {}});
    }

    /** @param {string} videoId */
    function block(videoId) {
      const {channel_id: id, channel_name: name} = youtube.facts.of(videoId) ?? {};
      if (!id && !name) return;
      const settle = () => {
        unblock(videoId);
        signals.send({type: 'block_channel', surface, ...id ? {channel_id: id} : {}, ...name ? {channel_name: name} : {}});
      };
      const look = (/** @type {boolean} */ wasHidden) => youtube.offersUndo() && !(wasHidden && document.hidden) ? wait() : settle();
      const wait = () => void blocking.set(videoId, {settle, timer: setTimeout(look, LOOK_EVERY_MS, document.hidden)});
      unblock(videoId); // said twice, it is still one block
      wait();
    }

    /** @param {string} videoId */
    function unblock(videoId) {
      clearTimeout(blocking.get(videoId)?.timer);
      blocking.delete(videoId);
    }

    /** @param {Act} act */
    function hear({kind, videoId = '', channelId}) {
      const rating = RATING_AFTER[/** @type {import('../types').SignalType} */ (kind)]; // undefined where it rates nothing
      if (kind === 'subscribe' || kind === 'unsubscribe') signals.send({type: kind, surface, ...channelId ? {channel_id: channelId} : {}});
      else if (kind === 'block_channel') block(videoId);
      else if (kind === 'unblock_channel') unblock(videoId);
      else if (rating !== undefined) rate(videoId, rating);
    }

    const settleAll = () => [...blocking.values()].forEach(({settle}) => settle());
    youtube.onAct(hear, signal);
    youtube.onLeave(settleAll, signal);
    signal.addEventListener('abort', settleAll);
  },
};
