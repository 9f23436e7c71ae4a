// The popup: the feed as the daemon ranks it now, opened with the last one while that is asked.
import {MessageError, request} from '../messages.js';
import * as storage from '../storage.js';
import {openDashboard} from '../ui/dashboard.js';
import {find, icon} from '../ui/elements.js';
import {fillPage, say, text} from '../ui/text.js';
import {drawChoices} from './choices.js';
import {FeedList} from '../ui/feed-list.js';
import {listenToKeys} from './keyboard.js';
import {showNotice} from './notice.js';
import {openVideo} from './open-video.js';
import {showStanding} from './standing.js';

/** @typedef {import('../types').Feed} Feed */

const PAGE = 20;
/** How many videos a popup shows at most before anybody scrolls: the others are drawn after its first frame. */
const IN_SIGHT = 5;
/** The states of a feed that holds nothing, whatever it is seen through. */
const WITHOUT_VIDEOS = ['no_videos', 'all_watched', 'quota_exhausted'];

const active = /** @type {HTMLButtonElement} */ (find('button[name=active]'));
const settings = /** @type {HTMLButtonElement} */ (find('button[name=settings]'));
const dashboard = /** @type {HTMLButtonElement} */ (find('button[name=dashboard]'));
const others = /** @type {HTMLButtonElement} */ (find('button[name=others]'));
const search = /** @type {HTMLInputElement} */ (find('input[name=topic]'));
const sort = /** @type {HTMLSelectElement} */ (find('select[name=sort]'));
const more = /** @type {HTMLButtonElement} */ (find('.of-more'));
const list = new FeedList(find('.of-videos'), {open: openVideo});
/** @type {import('./choices.js').Choice} */
let choice = {};
/** Counts what was asked for, so that a late answer does not take the place of a newer one's. */
let asking = 0;

/** @param {number} offset @returns {import('../types').FeedQuery} */
function query(offset) {
  const sortBy = /** @type {NonNullable<import('../types').FeedQuery['sortBy']>} */ (sort.value);
  const topic = search.value.trim();
  return {...choice, ...topic ? {topic} : {}, sortBy, limit: PAGE, offset};
}

/** Show the feed from a place on, the first by default. @param {number} [from] */
async function load(from = 0) {
  const turn = asking += 1;
  try {
    const feed = await request('feed', query(from));
    if (turn !== asking) return;
    list.show(feed, from);
    show(feed);
    scrollTo({top: 0});
  } catch (error) {
    if (turn === asking) await explain(error);
  }
}

async function loadMore() {
  const turn = asking;
  more.disabled = true;
  try {
    const feed = await request('feed', query(list.asked));
    if (turn !== asking) return;
    list.add(feed);
    more.hidden = list.isWhole;
  } catch (error) {
    await explain(error);
  } finally {
    more.disabled = false;
  }
}

/** @param {Feed} feed */
function show(feed) {
  document.body.dataset['state'] = feed.state;
  more.hidden = list.isWhole;
  others.disabled = feed.total <= PAGE;
  const said = feed.sentences?.map(each => say('state', each)).join(' ') ?? feed.message;
  const isEmpty = choice.persona !== undefined && !feed.total && !WITHOUT_VIDEOS.includes(feed.state);
  showNotice(feed.state, [isEmpty && text('choiceEmpty'), said].filter(Boolean).join(' '));
}

/** @param {unknown} error */
async function explain(error) {
  if (!(error instanceof MessageError)) throw error;
  const {connection} = await request('status', {});
  document.body.dataset['state'] = connection === 'ok' ? 'failed' : connection;
  more.hidden = true;
  others.disabled = true;
  showNotice(document.body.dataset['state'], error.message);
}

async function loadChoices() {
  const {personas} = await request('personas', {}).catch(() => ({personas: []}));
  drawChoices(find('.of-chips'), personas, picked => {
    choice = picked;
    void load();
  });
}

async function stand() {
  active.ariaChecked = String(!await storage.get('paused'));
  await showStanding(await request('status', {}));
}

fillPage();
for (const button of [dashboard, settings, others]) button.append(icon(button.name));
dashboard.addEventListener('click', () => void openDashboard().catch(explain));
settings.addEventListener('click', () => void chrome.runtime.openOptionsPage());
active.addEventListener('click', () => void request('pause', {paused: active.ariaChecked === 'true'}));
others.addEventListener('click', () => void load(list.isWhole ? 0 : list.asked));
sort.addEventListener('change', () => void load());
find('.of-search').addEventListener('submit', event => event.preventDefault());
search.addEventListener('search', () => void load());
more.addEventListener('click', () => void loadMore());
new IntersectionObserver(([entry]) => {
  if (entry?.isIntersecting && !more.disabled) void loadMore();
}).observe(more);
listenToKeys(list.root, search);
storage.watch('paused', () => void stand());
storage.watch('unread', () => void stand());
storage.watch('connection', state => {
  void stand();
  if (state === 'ok' && document.body.dataset['state'] === 'away') void load();
});

const last = await storage.get('feed');
if (last) {
  list.show({...last, videos: last.videos.slice(0, IN_SIGHT)});
  // Seen first, asked then: starting the worker would take the processor from the first frame.
  if (!document.hidden) await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  list.show(last);
}
await Promise.all([load(), loadChoices(), stand()]);
