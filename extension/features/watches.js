// What was watched, and how much of it: played seconds without advertisements, seeks and hover previews.
// Try it: watch ten seconds, skip ahead, watch five more; the daemon has 15 seconds a moment later.
import {Played} from './played.js';

/** @typedef {import('../types').Tools} Tools */

const REPORT_EVERY_SECONDS = 5;
const LEAST_SECONDS = 1;

/** One playback of one video: its signal keeps its id and grows. */
class Playback {
  id = crypto.randomUUID();
  played = new Played();
  startedAt = new Date().toISOString();
  reported = 0;
  /** @type {number | null} */
  duration = null;

  /** @param {string} videoId @param {HTMLVideoElement} media @param {Tools} tools */
  constructor(videoId, media, {youtube, signals, surface}) {
    this.videoId = videoId;
    this.media = media;
    this.facts = () => youtube.facts.of(videoId);
    this.signals = signals;
    this.surface = surface;
  }

  /** Report what has been played, if that is more than before. */
  report() {
    const seconds = this.played.seconds;
    if (seconds < LEAST_SECONDS || seconds <= this.reported) return;
    this.reported = seconds;
    this.signals.send({
      id: this.id, occurred_at: this.startedAt, type: 'watch', video_id: this.videoId, surface: this.surface, watch: this.#amount(seconds),
      ...this.#described(),
    });
  }

  /** @param {number} seconds */
  #amount(seconds) {
    if (!this.duration || this.facts()?.is_live) return {seconds};
    return {seconds, duration_seconds: this.duration, fraction: Math.min(seconds / this.duration, 1), parts: this.played.parts};
  }

  #described() {
    const video = this.facts();
    return video ? {video} : {};
  }
}

/** What plays, or played last: it outlives its page, for it plays on in a corner. @type {Playback | null} */
let playback = null;
/** Whether its page has been left, and it has not been heard playing on since. */
let isElsewhere = false;

/** @type {import('../types').Feature} */
export const watches = {
  id: 'watches',
  pages: ['watch', 'shorts', 'home', 'search', 'subscriptions', 'history', 'channel', 'playlist', 'other'], // others: a miniplayer
  start(tools) {
    const {youtube, signals, signal} = tools;
    const {player} = youtube;
    /** @type {HTMLVideoElement | null} */
    let lastHeard = null;

    /** The playback of what the main player plays now; null in advertisements and between two videos. @param {HTMLVideoElement} media */
    const current = media => {
      const videoId = player.isAd(media) ? null : player.playedVideoId();
      if (!videoId) return null;
      if (playback?.videoId !== videoId || playback.media !== media) [playback] = [new Playback(videoId, media, tools), playback?.report()];
      playback.duration = player.durationOf(media);
      return playback;
    };
    const leap = () => playback?.played.leap();
    // An advertisement is loaded, or the video again: on another page than it was left on, that is another sitting.
    const reload = () => {
      if (isElsewhere) playback = null;
      leap();
    };
    const report = () => playback?.report();
    const move = (/** @type {HTMLVideoElement} */ media) => {
      const now = media.seeking ? null : current(media);
      if (!now) return leap();
      now.played.reach(media.currentTime, media.playbackRate);
      if (now.played.seconds - now.reported >= REPORT_EVERY_SECONDS) now.report();
    };
    const breakOff = (/** @type {HTMLVideoElement} */ media) => {
      const now = current(media);
      if (now) now.played.breakOff(media.played, media.playbackRate);
      else leap();
    };
    const stop = (/** @type {HTMLVideoElement} */ media) => {
      move(media);
      report();
    };
    // A window behind others tells where its player is once a second, so what has been played since is asked for.
    const leave = () => {
      if (lastHeard && player.isMain(lastHeard) && player.playedVideoId() === playback?.videoId) move(lastHeard);
      report();
    };

    /** @type {[(media: HTMLVideoElement) => void, string[]][]} */
    const heard = [
      [move, ['playing', 'seeked', 'timeupdate']], [breakOff, ['seeking']], [reload, ['emptied', 'loadstart']], [stop, ['pause', 'ended']],
    ];
    for (const [act, events] of heard) {
      const hear = (/** @type {Event} */ {target, type}) => {
        if (!player.isMain(target)) return; // a preview has events as well
        lastHeard = target;
        act(target);
        if (type === 'timeupdate') isElsewhere = false;
      };
      for (const event of events) document.addEventListener(event, hear, {capture: true, signal});
    }
    // Played while nothing may be recorded, or before all was deleted: what goes on from here is another watch.
    signals.onLeftOut(ids => { if (playback && ids.includes(playback.id)) playback = null; }, signal);
    youtube.onLeave(leave, signal);
    youtube.onHide(leave, signal);
    signal.addEventListener('abort', () => {
      leave();
      isElsewhere = true;
    });
  },
};
