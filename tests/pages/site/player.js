// The player: one <video> for ad and content, and the replica's own account of what was played.
import {el, knobs} from './dom.js';

/** `#movie_player`. Its account: seconds of content really played, by the browser's own `played` ranges. */
export class Player {
  constructor() {
    this.video = el('video', {class: 'video-stream html5-main-video', tabindex: '-1'});
    const bar = el('div', {class: 'ytp-chrome-bottom'}, el('button', {class: 'ytp-play-button', 'aria-label': 'Play'}, '▶'));
    this.element = el('div', {id: 'movie_player', class: 'html5-video-player unstarted-mode'}, el('div', {class: 'html5-video-container'}, this.video), bar);
    this.element.getVideoData = () => ({video_id: this.videoId});
    bar.firstChild.addEventListener('click', () => this.video.paused ? this.video.play() : this.video.pause());
    this.accounts = {};
    for (const [event, mode] of [['playing', 'playing'], ['pause', 'paused'], ['ended', 'ended'], ['waiting', 'buffering']]) {
      this.video.addEventListener(event, () => this.mode(mode));
    }
    this.video.addEventListener('ended', () => this.next());
  }

  /** Play a video; with the knob `ad`, an advertisement first, in the same <video>. */
  load(videoId) {
    this.settle();
    this.videoId = videoId;
    this.video.poster = `https://i.ytimg.com/vi/${videoId}/hqdefault.jpg`;
    if (knobs.ad !== undefined) this.source(true);
    else this.source(false);
  }

  source(ad) {
    this.element.classList.toggle('ad-showing', ad);
    this.element.classList.toggle('ad-interrupting', ad);
    this.video.src = `/videoplayback?id=${this.videoId}${ad ? '&ad=1' : ''}`;
    this.video.playbackRate = Number(knobs.rate ?? 1);
    this.video.play().catch(() => undefined);
  }

  next() {
    if (this.element.classList.contains('ad-showing')) this.source(false);
    else this.element.dispatchEvent(new CustomEvent('replica-ended', {bubbles: true}));
  }

  mode(name) {
    for (const mode of ['unstarted', 'playing', 'paused', 'ended', 'buffering']) this.element.classList.toggle(`${mode}-mode`, mode === name);
  }

  /** Book what the browser says was played of the current source. */
  settle() {
    if (this.videoId && !this.element.classList.contains('ad-showing')) this.accounts[this.videoId] = this.played();
  }

  /** Seconds of content played in the current source: the union of ranges, so a seek adds nothing. */
  played() {
    const {played} = this.video;
    let seconds = 0;
    for (let i = 0; i < played.length; i++) seconds += played.end(i) - played.start(i);
    return seconds;
  }
}

/** The hover preview: a second, muted player over a card. */
export class Preview {
  constructor() {
    this.video = el('video', {class: 'video-stream html5-main-video', playsinline: true});
    this.video.muted = true;
    this.element = el('ytd-video-preview', {hidden: true}, el('div', {id: 'video-preview-container'},
      el('ytd-player', {id: 'inline-player'}, el('div', {id: 'inline-preview-player', class: 'html5-video-player'}, this.video))));
  }

  /** Play over a card's picture until the pointer leaves the card. */
  over(card, link) {
    const box = link.getBoundingClientRect();
    const place = {left: `${box.left + scrollX}px`, top: `${box.top + scrollY}px`, width: `${box.width}px`, height: `${box.height}px`};
    for (const [name, value] of Object.entries(place)) this.element.style.setProperty(name, value);
    this.element.hidden = false;
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
