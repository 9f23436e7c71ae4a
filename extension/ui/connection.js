// How the daemon was found, as a light and a word; every page of ours has a place for it.
import {find} from './elements.js';
import {text} from './text.js';

/** @param {import('../types').ConnectionState | 'paused'} connection */
export function showConnection(connection) {
  const place = find('.of-connection');
  place.dataset['connection'] = connection;
  place.textContent = text(`connection_${connection}`);
}
