// How things stand, in one quiet line under the name: with the daemon, and with what waits here for it.
import {showConnection} from '../ui/connection.js';
import {find} from '../ui/elements.js';
import {number} from '../ui/figures.js';
import {language, text} from '../ui/text.js';

/** @param {import('../types').Status} status */
export function showStanding({connection, paused, waiting}) {
  showConnection(paused && connection === 'ok' ? 'paused' : connection);
  const line = find('.of-standing');
  line.textContent = waiting ? text('queueWaiting', number(waiting, language())) : '';
  line.hidden = !waiting;
}
