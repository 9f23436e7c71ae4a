// What a person drops or chooses, as what is sent: archives one by one, loose files and folders as one.
import {text} from '../ui/text.js';
import {tarOf} from './tar.js';

/** @typedef {import('./tar.js').Picked} Picked */
/** @typedef {{name: string, body: Blob, type: string}} Parcel */

const ALONE = /\.(zip|tgz|gz|tar|db|sqlite)$|(^|\/)History$/i;
const TOGETHER = /\.(json|html?|csv)$/i;

/**
 * The files of a Takeout tell each other their language and by their names what they are, so they travel together.
 * @param {Picked[]} picked @returns {Parcel[]} none for a folder without anything that could be a history
 */
export function parcelsOf(picked) {
  const wanted = picked.filter(({path}) => ALONE.test(path) || TOGETHER.test(path) || !path.includes('/'));
  const together = wanted.filter(({path}) => TOGETHER.test(path));
  const alone = wanted.filter(({path}) => !TOGETHER.test(path));
  return [
    ...together.length ? [{name: nameOf(together), body: tarOf(together), type: 'application/octet-stream'}] : [],
    ...alone.map(({file}) => ({name: file.name, body: file, type: contentTypeOf(file.name)})),
  ];
}

/** @param {FileList | null} files of an input @returns {Picked[]} */
export const pickedIn = files => [...files ?? []].map(file => ({path: file.webkitRelativePath || file.name, file}));

/** Must be called while the event is handled: what was dropped is gone afterwards.
 * @param {DataTransfer | null} dropped @returns {Promise<Picked[]>} */
export async function droppedIn(dropped) {
  const entries = [...dropped?.items ?? []].map(item => item.webkitGetAsEntry()).filter(entry => entry !== null);
  return (await Promise.all(entries.map(filesUnder))).flat();
}

/** @param {FileSystemEntry} entry @returns {Promise<Picked[]>} */
async function filesUnder(entry) {
  if (entry.isFile) {
    /** @type {File} */
    const file = await new Promise((found, failed) => /** @type {FileSystemFileEntry} */ (entry).file(found, failed));
    return [{path: entry.fullPath.slice(1), file}];
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  const found = [];
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((read, failed) => reader.readEntries(read, failed));  // at most a hundred at a time
    if (!some.length) return found;
    found.push(...(await Promise.all(some.map(filesUnder))).flat());
  }
}

/** @param {Picked[]} together */
function nameOf(together) {
  const [first] = together;
  if (first?.path.includes('/')) return first.path.slice(0, first.path.indexOf('/'));
  return together.length === 1 ? first?.path ?? '' : text('importFiles', together.length);
}

/** @param {string} name @returns {string} what the daemon takes files as */
function contentTypeOf(name) {
  if (/\.zip$/i.test(name)) return 'application/zip';
  return /\.t?gz$/i.test(name) ? 'application/gzip' : 'application/octet-stream';
}
