// How things stand, in one quiet line under the name: with the daemon, what waits here for it, and what of YouTube's page was not recognised.
import {showConnection} from '../ui/connection.js';
import {find} from '../ui/elements.js';
import {number} from '../ui/figures.js';
import {language, text} from '../ui/text.js';

/** @param {import('../types').Status} status */
export function showStanding({connection, paused, waiting, unread}) {
  showConnection(paused && connection === 'ok' ? 'paused' : connection);
  const line = find('.of-standing');
  const cards = Object.values(unread).reduce((sum, count) => sum + count, 0);
  const said = [waiting && text('queueWaiting', number(waiting, language())), cards && text('cardsUnread', number(cards, language()))].filter(Boolean);
  line.textContent = said.join(' ');
  line.hidden = !said.length;
}
