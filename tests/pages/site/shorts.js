// The Shorts page: a few renderers that are used again and again as one scrolls, and one player that goes along.
import {el, innertube, knobs, wait} from './dom.js';
import {likeButtons} from './watch.js';
import {Player} from './player.js';

const RENDERERS = 3;

/** `ytd-shorts`: the Short of the address, and those after it. */
export class ShortsPage {
  constructor() {
    this.player = new Player('shorts-player');
    this.player.video.loop = true;
    this.renderers = Array.from({length: RENDERERS}, (_, id) => new Reel(id));
    this.element = el('ytd-shorts', {hidden: true}, el('div', {id: 'shorts-container'}, el('div', {id: 'shorts-inner-container'}, ...this.renderers.map(reel => reel.element))));
  }

  /** Show the Short of this address first. */
  async show(videoId) {
    this.sequence = [videoId];
    this.at = 0;
    this.activate();
    const {entries} = await innertube('reel/reel_watch_sequence', {videoId});
    this.sequence.push(...entries.map(entry => entry.command.reelWatchEndpoint.videoId));
    this.fill(1);
  }

  /** Scroll to the next Short: the address is replaced, the renderer after this one is ready, and shown (`reel_lag` milliseconds) later. */
  async next() {
    this.at += 1;
    history.replaceState({}, '', `/shorts/${this.sequence[this.at]}`);
    if (knobs.reel_lag !== undefined) await wait(Number(knobs.reel_lag));
    this.activate();
    this.fill(this.at + 1);
  }

  activate() {
    this.fill(this.at);
    const active = this.renderers[this.at % RENDERERS];
    for (const reel of this.renderers) reel.element.toggleAttribute('is-active', reel === active);
    active.place.append(this.player.element);
    this.player.load(this.sequence[this.at]);
    void innertube('player', {videoId: this.sequence[this.at]});
  }

  fill(at) {
    if (this.sequence[at]) this.renderers[at % RENDERERS].fill(this.sequence[at]);
  }
}

/** `ytd-reel-video-renderer`: its elements stay, whichever Short it shows. */
class Reel {
  constructor(id) {
    this.place = el('div', {id: 'player-container'});
    this.bar = el('reel-action-bar-view-model', {}, ...likeButtons(() => this.videoId, 'sign'), el('button-view-model', {}, el('button', {'aria-label': 'Comments'}, '✉')));
    this.title = el('h2', {class: 'ytShortsVideoTitleViewModelShortsVideoTitle'});
    this.element = el('ytd-reel-video-renderer', {id}, this.place, el('div', {id: 'metapanel'}, this.title), el('div', {id: 'button-bar'}, this.bar));
  }

  fill(videoId) {
    if (this.videoId === videoId) return;
    this.videoId = videoId;
    this.title.textContent = `Short ${videoId}`;
    for (const button of this.bar.querySelectorAll('[aria-pressed]')) button.setAttribute('aria-pressed', 'false');
  }
}
