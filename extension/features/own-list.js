// A list of ours on home: a shelf above YouTube's cards, or a page of its own, where the person chose that or YouTube has nothing to show.
// Try it: choose "a shelf on top" for home in the options; open home, YouTube's order is untouched below your first twelve.
import {MessageError, onStanding, onWish, request} from '../messages.js';
import {dress, ownFrame} from './own-frame.js';

const PAGE = {...ownfeedRoom.LOOK, height: 'calc(100vh - 56px)'};

/** The list that stands, and how to be rid of it; the shelf stays while another page covers home.
 * @type {{holder: HTMLElement, end: () => void} | null} */
let standing = null;

/** @type {import('../types').Feature} */
export const ownList = {
  id: 'own-list',
  pages: ['home'],
  async start({youtube, signal, gone}) {
    let isRefused = false; // a list that has nothing to show would come and go with every change of the page
    signal.addEventListener('abort', () => { if (standing?.holder.dataset['shape'] === 'page') standing.end(); });
    const {state, mode} = await howToStand();
    const room = ownfeedRoom.take();
    if (room && !signal.aborted && state === 'ok' && mode === 'shelf') return furnish(room);
    room?.remove();
    if (signal.aborted) return;
    if (state !== 'ok' || mode !== 'shelf') standing?.end();
    if (state !== 'ok' || standing?.holder.isConnected) return;
    youtube.whenHome(() => stand(), signal);
    if (!standing) youtube.onCards(() => { if (!standing && !isRefused && youtube.isHomeEmpty()) fill(); }, signal);

    function stand() {
      if (mode === 'replace') fill();
      else if (mode === 'shelf') shelve();
    }

    /** Fill the room that was kept for a shelf before any card was painted. @param {HTMLElement} room */
    function furnish(room) {
      keep(build('shelf', ownfeedRoom.LOOK, room), () => room.remove());
    }

    function shelve() {
      const holder = build('shelf', ownfeedRoom.LOOK);
      if (youtube.standAboveHome(holder)) keep(holder, () => holder.remove());
    }

    function fill() {
      const holder = build('page', PAGE);
      const leave = youtube.fillHome(holder);
      if (leave) keep(holder, leave);
    }

    /** Let a list stand until it asks to leave, which it may do while another page is shown. @param {HTMLElement} holder @param {() => void} leave */
    function keep(holder, leave) {
      standing?.end();
      const ended = new AbortController();
      const end = () => {
        ended.abort();
        leave();
        standing = null;
      };
      standing = {holder, end};
      onWish(wish => {
        if (!wish.leave) return;
        isRefused = true;
        end();
      }, ended.signal);
      onStanding(async () => { if (!mayStay(holder, await howToStand()) && !ended.signal.aborted) end(); }, ended.signal);
      gone.addEventListener('abort', end, {signal: ended.signal});
    }

    /** Whether a list may go on standing; a daemon that is away for a moment takes nothing off.
     * @param {HTMLElement} holder @param {{state: string, mode: string}} now */
    function mayStay(holder, now) {
      const isWanted = holder.dataset['shape'] === 'shelf' ? now.mode === 'shelf' : now.mode === 'replace' || youtube.isHomeEmpty();
      return now.state === 'away' || now.state === 'ok' && isWanted;
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

/** @param {'shelf' | 'page'} shape @param {Record<string, string>} look @param {string | HTMLElement} [host] */
function build(shape, look, host = 'ownfeed-shelf') {
  const {holder} = ownFrame(host, `panel/list.html?shape=${shape}`, chrome.i18n.getMessage('listTitle'), look);
  holder.dataset['shape'] = shape;
  dress(holder, look);
  return holder;
}
