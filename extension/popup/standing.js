// How things stand, in one quiet line under the name: with the daemon, with what waits here, with YouTube's page.
import {showConnection} from '../ui/connection.js';
import {find} from '../ui/elements.js';
import {number} from '../ui/figures.js';
import {language, text} from '../ui/text.js';

/** @param {import('../types').Status} status */
export function showStanding({connection, paused, waiting, unrecognised = 0}) {
  const count = (/** @type {number} */ value) => number(value, language());
  showConnection(paused && connection === 'ok' ? 'paused' : connection);
  const sentences = [unrecognised && text('unrecognised', count(unrecognised)), waiting && text('queueWaiting', count(waiting))];
  const line = find('.of-standing');
  line.textContent = sentences.filter(Boolean).join(' ');
  line.hidden = !line.textContent;
}
