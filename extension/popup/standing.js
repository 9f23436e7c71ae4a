// How things stand, in one quiet line under the name: with the daemon, what waits here for it, what of YouTube's page was not recognised, and
// whether the daemon's order came too late for what is seen of the page in front.
import {answerOf} from '../messages.js';
import {showConnection} from '../ui/connection.js';
import {find} from '../ui/elements.js';
import {number} from '../ui/figures.js';
import {language, text} from '../ui/text.js';

/** @param {import('../types').Status} status */
export async function showStanding({connection, paused, waiting, unread}) {
  showConnection(paused && connection === 'ok' ? 'paused' : connection);
  const line = find('.of-standing');
  const cards = Object.values(unread).reduce((sum, count) => sum + count, 0);
  const isLate = connection === 'ok' && !paused && await isFrontLate();
  const said = [
    waiting && text('queueWaiting', number(waiting, language())), cards && text('cardsUnread', number(cards, language())), isLate && text('orderLate'),
  ].filter(Boolean);
  line.textContent = said.join(' ');
  line.hidden = !said.length;
}

/** Whether the page in front was seen before the daemon answered. */
async function isFrontLate() {
  const [front] = await chrome.tabs.query({active: true, currentWindow: true});
  return front?.id !== undefined && await answerOf(front.id, {late: true}) === true;
}
