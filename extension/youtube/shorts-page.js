// The Shorts player beside its video: the place of our buttons among YouTube's.
import {pageElement} from './pages.js';

// The Short that is shown, among the few elements that are used again and again as one scrolls (2021 on).
const SHOWN = 'ytd-reel-video-renderer[is-active]';
// Its column of buttons, since 2024 and before (relied on by extensions of 2026; not seen in a saved page).
const COLUMNS = ['reel-action-bar-view-model', 'ytd-reel-player-overlay-renderer #actions'];
const COLUMN = COLUMNS.map(column => `${SHOWN} ${column}`).join(', ');

/** The column of the Short that is shown; null before it is there. @returns {Element | null} */
export const site = () => pageElement('shorts')?.querySelector(COLUMN) ?? null;

/** Put an element of ours at the head of the column. @param {Element} column @param {HTMLElement} element */
export const stand = (column, element) => column.prepend(element);
