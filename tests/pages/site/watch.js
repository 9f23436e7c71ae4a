// The watch page: player, title row with like buttons, sidebar.
import {el, innertube, knobs, painting} from './dom.js';
import {lockup} from './cards.js';
import {advert} from './grid.js';
import {Player} from './player.js';
import {playlistPanel} from './playlist.js';

/** `ytd-watch-flexy`: one element for every video of the page's life. */
export class WatchPage {
  constructor() {
    this.player = new Player();
    this.metadata = el('ytd-watch-metadata', {});
    this.items = el('div', {id: 'items'});
    this.seen = new IntersectionObserver(entries => entries.some(entry => entry.isIntersecting) && this.loadMore());
    this.place = el('div', {id: 'player'}, this.player.element);
    this.playlist = el('div', {id: 'playlist'});
    this.element = el('ytd-watch-flexy', {hidden: true}, el('div', {id: 'primary'}, this.place, this.metadata),
      el('div', {id: 'secondary'}, el('div', {id: 'secondary-inner'}, this.playlist, el('div', {id: 'related'}, el('ytd-watch-next-secondary-results-renderer', {}, this.items)))));
  }

  /** Show a video; the metadata comes after the address has changed, as on the real page. */
  show(player, next) {
    const details = player.videoDetails;
    if (this.player.element.parentElement !== this.place) this.place.append(this.player.element);
    this.player.load(details.videoId);
    this.element.setAttribute('video-id', details.videoId);
    this.metadata.setAttribute('video-id', details.videoId);
    this.metadata.replaceChildren(this.aboveTheFold(details));
    document.title = `${details.title} - YouTube`;
    this.playlist.replaceChildren(...playlistPanel(next.contents.twoColumnWatchNextResults.playlist?.playlist));
    this.fillSidebar(next.contents.twoColumnWatchNextResults.secondaryResults.secondaryResults.results);
  }

  /** The link to what comes after this video: the next of the playlist, else the sidebar's first. */
  following() {
    return this.playlist.querySelector('[selected] + * a[href]') ?? this.items.querySelector('yt-lockup-view-model a[href]');
  }

  fillSidebar(results) {
    this.seen.disconnect();
    const items = results.map(result => this.sidebarItem(result));
    if (knobs.sidebar !== 'chips') return this.items.replaceChildren(...items);
    return this.items.replaceChildren(el('ytd-item-section-renderer', {}, el('div', {id: 'contents'}, ...items)));
  }

  sidebarItem(result) {
    if (result.adSlotRenderer) return advert(result.adSlotRenderer);
    if (result.lockupViewModel) return empty(lockup(result.lockupViewModel, {channelLink: false}));
    const item = el('ytd-continuation-item-renderer');
    item.token = result.continuationItemRenderer.continuationEndpoint.continuationCommand.token;
    this.seen.observe(item);
    return item;
  }

  async loadMore() {
    const old = this.items.querySelector('ytd-continuation-item-renderer');
    if (!old || old.loading) return;
    old.loading = true;
    const answer = await innertube('next', {continuation: old.token});
    const [{appendContinuationItemsAction: {continuationItems}}] = answer.onResponseReceivedEndpoints;
    old.before(...continuationItems.map(result => this.sidebarItem(result)));
    old.remove();
  }

  aboveTheFold(details) {
    const title = el('div', {id: 'title'}, el('h1', {}, el('yt-formatted-string', {title: details.title}, details.title)));
    const owner = el('div', {id: 'owner'}, el('ytd-video-owner-renderer', {}, el('div', {class: 'avatar'}, details.author[0]),
      el('ytd-channel-name', {}, el('div', {id: 'text'}, el('a', {href: `/@${details.author.replace(/[ ']/g, '')}`}, details.author)))), subscribeButton(details.channelId));
    const computed = el('div', {id: 'top-level-buttons-computed'}, el('segmented-like-dislike-button-view-model', {}, ...likeButtons(() => details.videoId)));
    const actions = el('div', {id: 'actions'}, el('div', {id: 'actions-inner'}, el('div', {id: 'menu'}, el('ytd-menu-renderer', {}, computed))));
    const description = el('div', {id: 'description'}, `${Number(details.viewCount).toLocaleString('en')} views. ${details.shortDescription}`);
    return el('div', {id: 'above-the-fold'}, title, el('div', {id: 'top-row'}, owner, actions), el('div', {id: 'middle-row'}), el('div', {id: 'bottom-row'}, description));
  }
}

/** A new card is an empty element for a moment, and fills when cards paint. */
function empty(card) {
  const inside = [...card.children];
  card.replaceChildren();
  painting().then(() => card.append(...inside));
  return card;
}

/** Like and dislike of the video that `shown` names when one is pressed; `looks`: a word, or only a sign. */
export function likeButtons(shown, looks = 'word') {
  const like = toggle('like', looks === 'word' ? 'Like' : '👍'), dislike = toggle('dislike', looks === 'word' ? 'Dislike' : '👎');
  like.button.addEventListener('click', () => flip(shown(), like.button, dislike.button, 'like'));
  dislike.button.addEventListener('click', () => flip(shown(), dislike.button, like.button, 'dislike'));
  return [like.model, dislike.model];
}

function toggle(name, sign) {
  const button = el('button', {'aria-pressed': 'false', 'aria-label': `${name} this video`}, sign);
  return {button, model: el(`${name}-button-view-model`, {}, el('toggle-button-view-model', {}, el('button-view-model', {}, button)))};
}

function subscribeButton(channelId) {
  const button = el('button', {'aria-pressed': 'false'}, 'Subscribe');
  button.addEventListener('click', () => {
    const subscribed = button.getAttribute('aria-pressed') === 'true';
    button.setAttribute('aria-pressed', String(!subscribed));
    innertube(`subscription/${subscribed ? 'unsubscribe' : 'subscribe'}`, {channelIds: [channelId]});
  });
  return el('yt-subscribe-button-view-model', {}, button);
}

function flip(videoId, button, other, act) {
  innertube(`like/${button.getAttribute('aria-pressed') === 'true' ? 'removelike' : act}`, {target: {videoId}});
  button.setAttribute('aria-pressed', String(button.getAttribute('aria-pressed') !== 'true'));
  other.setAttribute('aria-pressed', 'false');
}
