// What left this machine, and the copies that are kept on it.
import {ask, shared} from './daemon.js';
import {button, element, table} from './elements.js';
import {TEXTS, number} from './texts.js';

const MOST_BACKUPS = 10;

/** @type {import('./section.js').Kind} */
export const leaves = {
  id: 'leaves', title: TEXTS.leavesTitle,
  async draw() {
    const {egress_today: hosts} = await shared('/api/status');
    const rows = Object.entries(hosts).map(([host, times]) => [host, number(Number(times))]);
    return [rows.length ? table(TEXTS.leavesTitle, TEXTS.leavesHeads, rows) : element('p', {}, TEXTS.leavesNothing), element('p', {class: 'quiet'}, TEXTS.leavesHint)];
  },
};

/** @type {import('./section.js').Kind} */
export const backups = {
  id: 'backups', title: TEXTS.backupsTitle,
  async draw(card) {
    const {backups: names} = await shared('/api/status');
    const list = names.slice(0, MOST_BACKUPS).map(/** @param {string} name */ name => element('li', {}, element('code', {}, name)));
    return [names.length ? element('ul', {class: 'rows'}, ...list) : element('p', {class: 'quiet'}, TEXTS.noBackups), button(TEXTS.backUp, () => void card.edit(() => backUp(card)))];
  },
};

/** @param {import('./section.js').Card} card */
async function backUp(card) {
  const {name, size_bytes: bytes} = await ask('/api/data/backup', 'POST');
  card.note.textContent = TEXTS.backedUp(name, bytes);
}
