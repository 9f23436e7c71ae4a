// The person's feed on YouTube's home page: `panel/list.html?shape=shelf&scheme=dark` in a frame, a shelf or a page of its own.
// Where there is nothing to show, or nobody to ask, it asks to be taken away.
import {MessageError, request} from '../messages.js';
import {element, find} from '../ui/elements.js';
import {FeedList} from '../ui/feed-list.js';
import {text} from '../ui/text.js';
import {askAround, asked, dressPage} from './own-page.js';
import {tellWhatIsSeen} from './seen.js';

const isShelf = asked.get('shape') === 'shelf';
const LIMIT = isShelf ? 12 : 24;
/** @type {Partial<import('../types').Signal>} */
const ABOUT = {source: 'extension', surface: isShelf ? 'shelf' : 'home'};

const list = new FeedList(element('ul', {class: 'of-videos'}), {
  about: ABOUT, open: async url => { await askAround({open: new URL(url).searchParams.get('v') ?? ''}); },
});
const more = element('button', {class: 'of-button of-more', type: 'button', hidden: true}, text('showMore'));
const watchSeen = tellWhatIsSeen(list.root, ABOUT);

async function load() {
  more.disabled = true;
  const feed = await request('feed', {limit: LIMIT, offset: list.asked});
  list.add(feed);
  watchSeen(feed.slate_id);
  more.hidden = isShelf || list.isWhole;
  more.disabled = false;
}

dressPage();
document.body.dataset['shape'] = isShelf ? 'shelf' : 'page';
find('main').append(element('h1', {}, text('listTitle')), list.root, more);
more.addEventListener('click', () => void load());
try {
  await load();
} catch (error) {
  if (!(error instanceof MessageError)) throw error;
}
document.body.dataset['state'] = list.root.children.length ? 'ready' : 'empty';
if (!list.root.children.length) await askAround({leave: 'list'});
