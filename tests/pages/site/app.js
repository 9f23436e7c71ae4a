// The application: pages in a page manager, navigation without reloads, YouTube's events.
import {el, innertube, knobs, painting, wait} from './dom.js';
import {lockup, oldCard, searchResult, wantsOld} from './cards.js';
import {Grid} from './grid.js';
import {Preview, secondsOf} from './player.js';
import {ShortsPage} from './shorts.js';
import {WatchPage} from './watch.js';

const manager = el('ytd-page-manager', {id: 'page-manager'});
const home = {grid: new Grid(), element: el('ytd-browse', {'page-subtype': 'home', hidden: true})};
home.element.append(home.grid.element);
const subscriptions = {grid: new Grid(), element: el('ytd-browse', {'page-subtype': 'subscriptions', hidden: true})};
subscriptions.element.append(subscriptions.grid.element);
const channel = {grid: new Grid(), element: el('ytd-browse', {'page-subtype': 'channels', hidden: true})};
channel.element.append(channel.grid.element);
const days = el('ytd-browse', {'page-subtype': 'history', hidden: true});
const watch = new WatchPage();
const miniplayer = el('ytd-miniplayer', {});
const search = el('ytd-search', {hidden: true});
const shorts = new ShortsPage();
const preview = new Preview();

const PAGE_TYPES = {'/watch': 'watch', '/results': 'search'};
const typeOf = url => url.pathname.startsWith('/shorts/') ? 'shorts' : PAGE_TYPES[url.pathname] ?? 'browse';

/** The only page shown: the others stay in the document, hidden. */
function reveal(page) {
  for (const child of manager.children) {
    child.hidden = child !== page;
    if (child === page) child.setAttribute('role', 'main');
    else child.removeAttribute('role');
  }
}

const BROWSE_IDS = {'/': 'FEwhat_to_watch', '/feed/subscriptions': 'FEsubscriptions', '/feed/history': 'FEhistory'};
const GRIDS = {'/': home, '/feed/subscriptions': subscriptions};

const fetchers = {
  browse: url => innertube('browse', {browseId: BROWSE_IDS[url.pathname] ?? url.pathname}),
  search: url => innertube('search', {query: url.searchParams.get('search_query')}),
  watch: async url => {
    const videoId = url.searchParams.get('v');
    const next = await innertube('next', {videoId, playlistId: url.searchParams.get('list') ?? undefined});
    return {player: await innertube('player', {videoId}), next};
  },
  shorts: async () => ({}),
};

const pages = {
  browse: async (data, again, url) => {
    const content = data.contents.twoColumnBrowseResultsRenderer?.tabs.find(tab => tab.tabRenderer.content).tabRenderer.content;
    if (content?.sectionListRenderer) return showHistory(content.sectionListRenderer.contents);
    const rich = content?.richGridRenderer;
    const page = GRIDS[url.pathname] ?? channel;
    reveal(page.element);
    document.title = 'YouTube';
    if (!again) await page.grid.show(rich ? rich.contents : []);
  },
  search: async data => {
    await painting();
    const sections = data.contents.twoColumnSearchResultsRenderer.primaryContents.sectionListRenderer.contents;
    results.replaceChildren(...sections.map(resultsSection));
    search.replaceChildren(el('ytd-section-list-renderer', {}, results));
    reveal(search);
  },
  watch: ({player, next}) => {
    reveal(watch.element);
    watch.show(player, next);
  },
  shorts: (data, again, url) => {
    reveal(shorts.element);
    return shorts.show(url.pathname.split('/')[2]);
  },
};

const results = el('div', {id: 'contents'});
const resultsEnd = new IntersectionObserver(entries => entries.filter(entry => entry.isIntersecting).forEach(({target}) => moreResults(target)));

/** A section of results, or what loads more of them when it is seen. */
function resultsSection({itemSectionRenderer: section, continuationItemRenderer: more}) {
  if (section) return el('ytd-item-section-renderer', {}, el('div', {id: 'contents'}, ...section.contents.map(item => searchResult(item.videoRenderer))));
  const item = el('ytd-continuation-item-renderer', {});
  item.token = more.continuationEndpoint.continuationCommand.token;
  resultsEnd.observe(item);
  return item;
}

/** Later results come in a section of their own, before the next continuation. */
async function moreResults(old) {
  resultsEnd.unobserve(old);
  const {onResponseReceivedCommands: [{appendContinuationItemsAction: {continuationItems}}]} = await innertube('search', {continuation: old.token});
  await painting();
  old.replaceWith(...continuationItems.map(resultsSection));
}

/** History: a section with a heading for each day. */
function showHistory(sections) {
  days.replaceChildren(...sections.map(({itemSectionRenderer: {header, contents}}) => el('ytd-item-section-renderer', {},
    el('div', {id: 'header'}, el('ytd-item-section-header-renderer', {}, el('div', {id: 'title'}, header.itemSectionHeaderRenderer.title.runs[0].text))),
    el('div', {id: 'contents'}, ...contents.map(entry => wantsOld(0) ? oldCard(entry.lockupViewModel) : lockup(entry.lockupViewModel))))));
  reveal(days);
}

/** Show an address within the application; with the knob `late` it changes only once its data are there. */
async function navigate(url, {back = false} = {}) {
  const pageType = typeOf(url);
  const detail = {pageType, endpoint: {watchEndpoint: {videoId: url.searchParams.get('v')}}};
  document.dispatchEvent(new CustomEvent('yt-navigate-start', {bubbles: true, detail}));
  leave(pageType);
  if (!back && knobs.late === undefined) history.pushState({}, '', url);
  const again = back && pageType === 'browse';
  const data = again ? await Promise.resolve({contents: {}}) : await fetchers[pageType](url);
  if (!back && knobs.late !== undefined) await lateAddress(url);
  document.dispatchEvent(new CustomEvent('yt-page-data-fetched', {bubbles: true, detail: {pageData: data}}));
  await pages[pageType](data, again, url);
  scrollTo(0, 0);
  document.dispatchEvent(new CustomEvent('yt-navigate-finish', {bubbles: true, detail}));
}

/** Other scripts have read the data before the address changes. */
async function lateAddress(url) {
  await wait(100);
  history.pushState({}, '', url);
}

/** Leaving a watch page stops its player, or with the knob `miniplayer` takes it along in a corner. */
function leave(next) {
  preview.stop();
  shorts.player.video.pause();
  if (knobs.miniplayer !== undefined && next !== 'watch' && watch.player.videoId) {
    miniplayer.append(watch.player.element);
    watch.player.video.play(); // moving an element pauses it
  } else if (next !== 'watch' && document.pictureInPictureElement !== watch.player.video) watch.player.video.pause();
}

function masthead() {
  const form = el('form', {}, el('input', {name: 'search_query', placeholder: 'Search', 'aria-label': 'Search'}));
  form.addEventListener('submit', event => {
    event.preventDefault();
    navigate(new URL(`/results?search_query=${encodeURIComponent(form.elements.search_query.value)}`, location.href));
  });
  return el('ytd-masthead', {}, el('a', {id: 'logo', href: '/'}, el('span', {class: 'play'}, '▶'), 'YouTube'), form, el('div', {class: 'avatar'}, 'A'));
}

/** YouTube listens on ancestors: a click anywhere on a card that nobody stopped opens its video. */
function openOnClick(event) {
  if (event.defaultPrevented || event.button || event.ctrlKey) return;
  const link = event.target.closest('a[href]') ?? event.target.closest('yt-lockup-view-model, ytd-rich-grid-media, ytd-video-renderer')?.querySelector('a[href]');
  if (!link || new URL(link.href).origin !== location.origin) return;
  event.preventDefault();
  navigate(new URL(link.href));
}

function previewOnHover(event) {
  if (knobs.preview === undefined) return;
  const card = event.target.closest?.('ytd-browse yt-lockup-view-model');
  const link = card?.querySelector('a[href*="/watch"]');
  if (link && preview.element.hidden) preview.over(card, link);
}

function start() {
  const app = document.querySelector('ytd-app');
  manager.append(home.element, subscriptions.element, channel.element, days, watch.element, search, shorts.element);
  app.append(preview.element, masthead(), manager, miniplayer);
  document.addEventListener('click', openOnClick);
  app.addEventListener('yt-navigate', ({detail}) => navigate(new URL(detail.endpoint.commandMetadata.webCommandMetadata.url, location.href)));
  document.addEventListener('pointerover', previewOnHover);
  document.addEventListener('keydown', event => window.replica.keys.push(event.key));
  addEventListener('popstate', () => navigate(new URL(location.href), {back: true}));
  watch.player.element.addEventListener('replica-ended', () => {
    if (knobs.autoplay !== undefined) watch.following().click();
  });
  window.replica = {player: watch.player, shorts, preview, keys: [], account, played: id => account()[id] ?? 0};
  first();
}

/** Seconds of content that were really played of each video, in whichever player; a video that was loaded twice counts twice. */
function account() {
  const seconds = {};
  for (const player of [watch.player, shorts.player]) {
    player.settle();
    for (const {videoId, ranges} of player.account) seconds[videoId] = (seconds[videoId] ?? 0) + secondsOf(ranges);
  }
  return seconds;
}

/** The first page, from the data in its HTML. */
async function first() {
  const url = new URL(location.href);
  const type = typeOf(url);
  const given = window.ytInitialData ?? window.replicaData;
  const data = type === 'watch' ? {player: window.ytInitialPlayerResponse, next: given} : given;
  await pages[type](data, false, url);
  document.dispatchEvent(new CustomEvent('yt-navigate-finish', {bubbles: true, detail: {pageType: type}}));
}

start();
