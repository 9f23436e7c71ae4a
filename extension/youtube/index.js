// All a feature may know of YouTube: pages, cards, the grid's order, the player. Selectors stay in this folder.
import * as cards from './cards.js';
import * as pages from './pages.js';
import * as player from './player.js';
import * as shortsPage from './shorts-page.js';
import {unreadCards} from './unread.js';
import * as watchPage from './watch-page.js';

/** The order of the lists that can be ordered, by surface. @type {Partial<Record<import('../types').Surface, import('../types').Arrangement>>} */
const arrangements = ownfeedArrangements;

export const youtube = {...pages, ...cards, ...ownfeedHome, unreadCards, player, watchPage, shortsPage, facts: ownfeedFacts, onAct: ownfeedActs.onAct, arrangements};
