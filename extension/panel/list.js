// The person's feed on YouTube's home page: `panel/list.html?shape=shelf&scheme=dark` in a frame, a shelf or a page of its own.
// Where there is nothing to show, or nobody to ask, it asks to be taken away.
import {MessageError, request} from '../messages.js';
import {element, find} from '../ui/elements.js';
import {FeedList} from '../ui/feed-list.js';
import {text, told} from '../ui/text.js';
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
const problem = element('p', {role: 'alert'});
const watchSeen = tellWhatIsSeen(list.root, ABOUT);

async function load() {
  more.disabled = true;
  problem.textContent = '';
  try {
    const feed = await request('feed', {limit: LIMIT, offset: list.asked});
    list.add(feed);
    watchSeen(feed.slate_id);
    more.hidden = isShelf || list.isWhole;
  } catch (error) {
    if (!(error instanceof MessageError)) throw error;
    problem.textContent = told(error);
  } finally {
    more.disabled = false;
  }
}

/** A "why" stands over its neighbours, so one at a time. @param {Element | null} except */
function closeWhys(except) {
  for (const button of list.root.querySelectorAll('[data-action=why][aria-expanded=true]')) {
    if (button !== except) /** @type {HTMLButtonElement} */ (button).click();
  }
}

list.root.addEventListener('click', ({target, isTrusted}) => {
  const button = /** @type {Element} */ (target).closest('[data-action=why]');
  if (button && isTrusted) closeWhys(button);
}, true);
addEventListener('keydown', ({key}) => {
  if (key !== 'Escape') return;
  const open = /** @type {HTMLButtonElement | null} */ (list.root.querySelector('[data-action=why][aria-expanded=true]'));
  closeWhys(null);
  open?.focus();
});

dressPage();
document.body.dataset['shape'] = isShelf ? 'shelf' : 'page';
find('main').append(element('h1', {}, text('listTitle')), list.root, problem, more);
more.addEventListener('click', () => void load());
await load();
document.body.dataset['state'] = list.root.children.length ? 'ready' : 'empty';
if (!list.root.children.length) await askAround({leave: 'list'});
