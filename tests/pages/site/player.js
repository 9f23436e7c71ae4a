// Players: one <video> for ad and content, and the replica's own account of what was played.
import {el, knobs} from './dom.js';

const AD_CLASSES = ['ad-showing', 'ad-interrupting'];

/** `#movie_player` or `#shorts-player`. Its account: seconds of content really played, by the browser's own `played` ranges. */
export class Player {
  constructor(id = 'movie_player') {
    this.video = el('video', {class: 'video-stream html5-main-video', tabindex: '-1'});
    const bar = el('div', {class: 'ytp-chrome-bottom'}, el('button', {class: 'ytp-play-button', 'aria-label': 'Play'}, '▶'));
    this.element = el('div', {id, class: 'html5-video-player unstarted-mode'}, el('div', {class: 'html5-video-container'}, this.video), bar);
    this.element.getVideoData = () => ({video_id: this.videoId});
    bar.firstChild.addEventListener('click', () => this.video.paused ? this.video.play() : this.video.pause());
    /** @type {{videoId: string, ranges: [number, number][]}[]} each video that was loaded, and what was played of it */
    this.account = [];
    this.rate = Number(knobs.rate ?? 1);
    this.video.addEventListener('ratechange', () => { if (!this.isAd()) this.rate = this.video.playbackRate; });
    for (const [event, mode] of [['playing', 'playing'], ['pause', 'paused'], ['ended', 'ended'], ['waiting', 'buffering']]) {
      this.video.addEventListener(event, () => this.mode(mode));
    }
    this.video.addEventListener('ended', () => this.next());
  }

  /** Play a video; with the knob `ad`, an advertisement first, in the same <video>. */
  load(videoId) {
    this.settle();
    this.account.push({videoId, ranges: []});
    this.videoId = videoId;
    this.resumeAt = 0;
    this.video.poster = `https://i.ytimg.com/vi/${videoId}/hqdefault.jpg`;
    this.source(knobs.ad !== undefined);
  }

  /** Break off for an advertisement, and go on afterwards where the content was. */
  advert() {
    this.settle();
    this.resumeAt = this.video.currentTime;
    this.source(true);
  }

  source(ad) {
    for (const name of AD_CLASSES) this.element.classList.toggle(name, ad);
    const kind = ad ? 'ad' : this.element.id === 'shorts-player' ? 'short' : knobs.live === undefined ? 'content' : 'live';
    this.video.src = `/videoplayback?id=${this.videoId}&kind=${kind}`;
    this.video.playbackRate = ad ? 1 : this.rate;
    // Not earlier: the browser would take what lies before a position that was given before the source for played.
    if (!ad && this.resumeAt) this.video.addEventListener('loadedmetadata', () => { this.video.currentTime = this.resumeAt; }, {once: true});
    this.video.play().catch(() => undefined);
  }

  isAd() {
    return this.element.classList.contains('ad-showing');
  }

  next() {
    if (this.isAd()) this.source(false);
    else this.element.dispatchEvent(new CustomEvent('replica-ended', {bubbles: true}));
  }

  mode(name) {
    for (const mode of ['unstarted', 'playing', 'paused', 'ended', 'buffering']) this.element.classList.toggle(`${mode}-mode`, mode === name);
  }

  /** Book what the browser says was played of the current source; the ranges go with the source. */
  settle() {
    if (!this.videoId || this.isAd()) return;
    const {played} = this.video;
    for (let i = 0; i < played.length; i++) this.account.at(-1).ranges.push([played.start(i), played.end(i)]);
  }

  /** Seconds of the current video that were played: the union of ranges, so that neither a seek nor a repetition adds anything. */
  played() {
    this.settle();
    return this.account.length ? secondsOf(this.account.at(-1).ranges) : 0;
  }
}

/** How long ranges are together, where each second counts once. */
export function secondsOf(ranges) {
  let [end, seconds] = [0, 0];
  for (const [from, to] of [...ranges].sort((one, other) => one[0] - other[0])) {
    seconds += Math.max(to - Math.max(from, end), 0);
    end = Math.max(end, to);
  }
  return seconds;
}

/** The hover preview: a second, muted player over a card, inside a link that stands in no card. */
export class Preview {
  constructor() {
    this.video = el('video', {class: 'video-stream html5-main-video', playsinline: true});
    this.video.muted = true;
    this.link = el('a', {id: 'media-container-link'},
      el('ytd-player', {id: 'inline-player'}, el('div', {id: 'inline-preview-player', class: 'html5-video-player'}, this.video)));
    this.element = el('ytd-video-preview', {hidden: true}, el('div', {id: 'video-preview-container'}, this.link));
  }

  /** Play over a card's picture until the pointer leaves the card. */
  over(card, link) {
    const box = link.getBoundingClientRect();
    const place = {left: `${box.left + scrollX}px`, top: `${box.top + scrollY}px`, width: `${box.width}px`, height: `${box.height}px`};
    for (const [name, value] of Object.entries(place)) this.element.style.setProperty(name, value);
    this.element.hidden = false;
    this.link.href = link.getAttribute('href');
    this.video.src = '/videoplayback?id=preview';
    this.video.poster = link.querySelector('img')?.src ?? '';
    this.video.play().catch(() => undefined);
    // It lies over the card and takes the pointer: leaving the card for the preview is not leaving.
    const left = event => this.element.contains(event.relatedTarget) || card.contains(event.relatedTarget) || this.stop();
    card.onpointerleave = left;
    this.element.onpointerleave = left;
  }

  stop() {
    this.element.hidden = true;
    this.video.pause();
  }
}
