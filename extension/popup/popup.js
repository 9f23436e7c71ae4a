// The popup: the feed as the daemon ranks it now, opened with the last one while that is asked.
import {MessageError, request} from '../messages.js';
import * as storage from '../storage.js';
import {find, icon} from '../ui/elements.js';
import {fillPage} from '../ui/text.js';
import {drawChoices} from './choices.js';
import {FeedList} from './feed-list.js';
import {showNotice} from './notice.js';

/** @typedef {import('../types').Feed} Feed */

const PAGE = 20;

const active = /** @type {HTMLButtonElement} */ (find('button[name=active]'));
const settings = /** @type {HTMLButtonElement} */ (find('button[name=settings]'));
const sort = /** @type {HTMLSelectElement} */ (find('select[name=sort]'));
const more = /** @type {HTMLButtonElement} */ (find('.of-more'));
const list = new FeedList(find('.of-videos'));
/** @type {import('./choices.js').Choice} */
let choice = {};

/** @param {number} offset */
function asked(offset) {
  const sortBy = /** @type {NonNullable<import('../types').FeedQuery['sortBy']>} */ (sort.value);
  return {...choice, sortBy, limit: PAGE, offset};
}

async function load() {
  try {
    const feed = await request('feed', asked(0));
    list.show(feed);
    show('ok', feed);
  } catch (error) {
    await explain(error);
  }
}

async function loadMore() {
  more.disabled = true;
  try {
    const feed = await request('feed', asked(list.asked));
    list.add(feed);
    more.hidden = list.asked >= feed.total;
  } catch (error) {
    await explain(error);
  } finally {
    more.disabled = false;
  }
}

/**
 * @param {import('../types').ConnectionState} connection
 * @param {Feed} feed
 */
function show(connection, feed) {
  document.body.dataset['state'] = connection === 'ok' ? feed.state : connection;
  more.hidden = connection !== 'ok' || list.asked >= feed.total || !feed.videos.length;
  showNotice(document.body.dataset['state'], feed.message);
}

/** @param {unknown} error */
async function explain(error) {
  if (!(error instanceof MessageError)) throw error;
  const {connection} = await request('status', {});
  document.body.dataset['state'] = connection === 'ok' ? 'failed' : connection;
  more.hidden = true;
  showNotice(document.body.dataset['state'], error.message);
}

async function loadChoices() {
  const {personas} = await request('personas', {}).catch(() => ({personas: []}));
  drawChoices(find('.of-chips'), personas, picked => {
    choice = picked;
    void load();
  });
}

async function showPause() {
  active.ariaChecked = String(!await storage.get('paused'));
}

fillPage();
settings.append(icon('settings'));
settings.addEventListener('click', () => void chrome.runtime.openOptionsPage());
active.addEventListener('click', () => void request('pause', {paused: active.ariaChecked === 'true'}));
sort.addEventListener('change', () => void load());
more.addEventListener('click', () => void loadMore());
new IntersectionObserver(([entry]) => {
  if (entry?.isIntersecting && !more.disabled) void loadMore();
}).observe(more);
storage.watch('paused', () => void showPause());
storage.watch('connection', state => void (state === 'ok' && document.body.dataset['state'] === 'away' && load()));

void showPause();
const last = await storage.get('feed');
if (last) list.show(last);
await Promise.all([load(), loadChoices()]);
