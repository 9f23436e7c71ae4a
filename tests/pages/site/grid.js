// The home grid: one flat list of cells, sections and, last, the continuation.
import {el, innertube, knobs, painting, wait} from './dom.js';
import {lockup, oldCard, picture, shortsLockup, wantsOld} from './cards.js';

let filled = 0;

/** `ytd-rich-grid-renderer` over the entries of YouTube's data. */
export class Grid {
  constructor() {
    this.contents = el('div', {id: 'contents', class: 'ytd-rich-grid-renderer'});
    this.element = el('ytd-rich-grid-renderer', {'elements-per-row': '3', 'old-columns': knobs.columns === '2025'}, el('div', {id: 'header'}, this.chips()), this.contents);
    this.seen = new IntersectionObserver(entries => entries.some(entry => entry.isIntersecting) && this.loadMore());
    addEventListener('resize', () => this.layOut());
  }

  /** Show these entries, reusing the cells that are there. */
  async show(entries) {
    if (knobs.skeleton === undefined) await painting();
    const cells = [...this.contents.children].filter(child => child.localName === 'ytd-rich-item-renderer');
    this.seen.disconnect();
    const nodes = entries.map(entry => this.node(entry, entry.richItemRenderer ? cells.shift() : undefined));
    for (const child of [...this.contents.children]) if (!nodes.includes(child)) child.remove();
    nodes.forEach((node, i) => this.contents.children[i] !== node && this.contents.insertBefore(node, this.contents.children[i] ?? null));
    this.layOut();
  }

  /** Load the next batch: new nodes at the end, the old continuation away, a new one last. */
  async loadMore() {
    const old = this.contents.querySelector(':scope > ytd-continuation-item-renderer');
    if (!old || old.loading) return;
    old.loading = true;
    const answer = await innertube('browse', {continuation: old.token});
    const entries = answer.onResponseReceivedActions[0].appendContinuationItemsAction.continuationItems;
    this.contents.append(...entries.map(entry => this.node(entry)));
    old.remove();
    this.layOut();
  }

  node(entry, cell) {
    if (entry.continuationItemRenderer) return this.continuation(entry.continuationItemRenderer);
    if (entry.richSectionRenderer?.content.feedNudgeRenderer) return nudge(entry.richSectionRenderer.content.feedNudgeRenderer);
    if (entry.richSectionRenderer) return section(entry.richSectionRenderer.content.richShelfRenderer);
    return fill(cell ?? emptyCell(), entry.richItemRenderer.content);
  }

  continuation({continuationEndpoint}) {
    const ghosts = el('div', {id: 'ghost-cards'}, el('div', {class: 'ghost-grid'}, ...Array.from({length: 4}, () => el('div', {class: 'ghost-card'}))));
    const item = el('ytd-continuation-item-renderer', {}, ghosts);
    item.token = continuationEndpoint.continuationCommand.token;
    this.seen.observe(item);
    return item;
  }

  /** Columns by width, and `is-in-first-column` by place in the DOM, as YouTube does. */
  layOut() {
    const perRow = innerWidth > 1500 ? 4 : innerWidth > 900 ? 3 : 2;
    this.element.style.setProperty('--ytd-rich-grid-items-per-row', String(perRow));
    let column = 0;
    for (const child of this.contents.children) {
      const cell = child.localName === 'ytd-rich-item-renderer';
      child.toggleAttribute('is-in-first-column', cell && column % perRow === 0);
      column = cell ? column + 1 : 0;
    }
  }

  chips() {
    const chip = (text, start) => {
      const button = el('button', {class: 'chip'}, text);
      button.addEventListener('click', () => this.refill(`chip-${start}`));
      return button;
    };
    return el('ytd-feed-filter-chip-bar-renderer', {}, chip('All', 0), chip('Music', 400), chip('Live', 500));
  }

  async refill(token) {
    this.element.setAttribute('is-filtered-feed', '');
    const answer = await innertube('browse', {continuation: token});
    await this.show(answer.onResponseReceivedActions[0].reloadContinuationItemsCommand.continuationItems);
  }
}

function emptyCell() {
  return el('ytd-rich-item-renderer', {'items-per-row': '3', lockup: true, 'rendered-from-rich-grid': true}, el('div', {id: 'content'}));
}

/** Put a card into a cell; with `skeleton` the cell stays empty until cards paint, and `stagger` milliseconds per cell. */
function fill(cell, content) {
  const place = cell.querySelector('#content');
  const put = () => retarget(place, content) || place.replaceChildren(card(content));
  const turn = filled++;
  if (knobs.skeleton === undefined) put();
  else painting().then(() => wait(Number(knobs.stagger ?? 0) * turn)).then(put);
  return cell;
}

function card(content) {
  if (content.adSlotRenderer) return advert(content.adSlotRenderer);
  if (content.postRenderer) return el('ytd-post-renderer', {}, el('p', {}, content.postRenderer.text));
  const model = content.lockupViewModel;
  const video = /_(VIDEO|MOVIE)$/.test(model.contentType);
  if (video && knobs.strange !== undefined && filled % 4 === 0) return strange(model);
  return video && wantsOld(filled++) ? oldCard(model) : lockup(model);
}

/** A card of a generation that nobody has seen yet, for one entry in four (`strange`). */
function strange(model) {
  const href = `/watch?v=${model.contentId}`, title = model.metadata.lockupMetadataViewModel.title.content;
  return el('yt-tile-view-model', {}, el('a', {href}, picture(model.contentId)), el('h3', {title}, el('a', {href}, title)));
}

/** Reuse an old card for another video by changing its links in place, as YouTube does. */
function retarget(place, content) {
  const old = place.querySelector('ytd-rich-grid-media');
  const model = content.lockupViewModel;
  if (!old || model?.contentType !== 'LOCKUP_CONTENT_TYPE_VIDEO') return false;
  const fresh = oldCard(model);
  for (const selector of ['a#thumbnail', 'a#video-title-link']) old.querySelector(selector).href = fresh.querySelector(selector).href;
  old.querySelector('#video-title').textContent = fresh.querySelector('#video-title').textContent;
  old.querySelector('#video-title-link').title = fresh.querySelector('#video-title-link').title;
  old.querySelector('img').src = fresh.querySelector('img').src;
  return true;
}

/** An ad: a plain watch link in a normal-looking card, or a link to the ad server. */
export function advert(ad) {
  const inside = ad.lockupViewModel
    ? lockup(ad.lockupViewModel)
    : el('a', {href: `https://www.googleadservices.com/pagead/aclk?adurl=${ad.videoId}`}, el('h3', {title: ad.title}, ad.title));
  return el('ytd-ad-slot-renderer', {}, el('ytd-in-feed-ad-layout-renderer', {}, inside, el('feed-ad-metadata-view-model', {}, 'Sponsored')));
}

/** What YouTube shows where it has nothing: signed out, or without a history. */
const nudge = ({title}) => el('ytd-rich-section-renderer', {}, el('div', {id: 'content'}, el('ytd-feed-nudge-renderer', {}, title)));

function section({title, contents}) {
  const shorts = contents.map(item => el('ytd-rich-item-renderer', {'is-slim-media': true, 'is-shelf-item': true},
    el('div', {id: 'content'}, shortsLockup(item.richItemRenderer.content.shortsLockupViewModel))));
  return el('ytd-rich-section-renderer', {}, el('div', {id: 'content'},
    el('ytd-rich-shelf-renderer', {'is-shorts': true}, el('h2', {}, title), el('div', {id: 'contents'}, ...shorts))));
}
