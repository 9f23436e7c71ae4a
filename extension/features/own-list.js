// A list of ours on home: a shelf above YouTube's cards, or a page of its own, where the person chose that or YouTube has nothing to show.
// Try it: choose "a shelf on top" for home in the options; open home, YouTube's order is untouched below your first twelve.
import {MessageError, onWish, request} from '../messages.js';
import {dress, ownFrame} from './own-frame.js';

const SHELF = {width: '100%', height: '316px'};
const PAGE = {width: '100%', height: 'calc(100vh - 56px)'};

/** The list that stands, and how to be rid of it; the shelf stays while another page covers home. @type {{holder: HTMLElement, leave: () => void} | null} */
let standing = null;

/** @type {import('../types').Feature} */
export const ownList = {
  id: 'own-list',
  pages: ['home'],
  async start({youtube, signal}) {
    onWish(({leave}) => { if (leave) end(); }, signal);
    signal.addEventListener('abort', () => { if (!chrome.runtime?.id || standing?.holder.dataset['shape'] === 'page') end(); });
    const {state, mode} = await howToStand();
    if (signal.aborted) return;
    if (state !== 'ok' || standing && mode !== 'shelf') end();
    if (state !== 'ok' || standing?.holder.isConnected) return;
    youtube.whenHome(() => stand(), signal);
    if (!standing) youtube.onCards(() => { if (!standing && youtube.isHomeEmpty()) fill(); }, signal);

    function stand() {
      if (mode === 'replace') fill();
      else if (mode === 'shelf') shelve();
    }

    function shelve() {
      const holder = build('shelf', SHELF);
      if (youtube.standAboveHome(holder)) standing = {holder, leave: () => holder.remove()};
    }

    function fill() {
      const holder = build('page', PAGE);
      const leave = youtube.fillHome(holder);
      if (leave) standing = {holder, leave};
    }
  },
};

/** Whether we may stand on home, and how; not at all while nobody answers. */
async function howToStand() {
  try {
    return await request('standing', {surface: 'home'});
  } catch (error) {
    if (error instanceof MessageError) return {state: 'away', mode: 'off'};
    throw error;
  }
}

function end() {
  standing?.leave();
  standing = null;
}

/** @param {'shelf' | 'page'} shape @param {Record<string, string>} look */
function build(shape, look) {
  const {holder} = ownFrame('ownfeed-shelf', `panel/list.html?shape=${shape}`, chrome.i18n.getMessage('listTitle'), {...look, display: 'block'});
  holder.dataset['shape'] = shape;
  dress(holder, {display: 'block', ...look});
  return holder;
}
