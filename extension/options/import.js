// A history from elsewhere: dropped or picked, streamed from the disk to the daemon, watched until it is done.
import {request} from '../messages.js';
import * as storage from '../storage.js';
import {element, find} from '../ui/elements.js';
import {text} from '../ui/text.js';
import {isObject} from '../worker/checks.js';
import {Daemon} from '../worker/daemon.js';

const LOOK_EVERY_MS = 400;

/** @type {import('../types').StartSection} */
export function startImport() {
  // A file cannot be sent to the worker as a message, so this page asks the daemon itself, after the same proof.
  const daemon = new Daemon({storage});
  const drop = find('.of-drop');
  const picker = /** @type {HTMLInputElement} */ (find('input[name=history]'));

  /** @param {Iterable<File>} files */
  const importAll = async files => {
    for (const file of files) await importOne(daemon, file);
  };

  picker.addEventListener('change', async () => {
    await importAll([...picker.files ?? []]);
    picker.value = '';
  });
  drop.addEventListener('dragover', event => {
    event.preventDefault();
    drop.classList.add('of-drop-over');
  });
  drop.addEventListener('dragleave', () => drop.classList.remove('of-drop-over'));
  drop.addEventListener('drop', event => {
    event.preventDefault();
    drop.classList.remove('of-drop-over');
    void importAll([...event.dataTransfer?.files ?? []]);
  });

  return {show() {}};
}

/** @param {Daemon} daemon @param {File} file */
async function importOne(daemon, file) {
  const bar = element('progress', {'aria-label': file.name});
  const message = element('span', {class: 'of-quiet of-import-message'}, text('importSending'));
  find('.of-imports').prepend(element('li', {class: 'of-import'}, element('span', {class: 'of-import-name'}, file.name), message, bar));
  try {
    const {job_id: jobId} = await daemon.importFile(file, contentTypeOf(file.name));
    message.textContent = await follow(jobId, bar, message);
  } catch (error) {
    message.textContent = /** @type {Error} */ (error).message;
  }
  bar.remove();
}

/**
 * @param {string} jobId
 * @param {HTMLProgressElement} bar
 * @param {HTMLElement} message
 * @returns {Promise<string>} what to say at the end
 */
async function follow(jobId, bar, message) {
  for (;;) {
    const job = await request('job', {jobId});
    if (job.state !== 'queued' && job.state !== 'running') return summaryOf(job);
    if (job.total) {
      bar.max = job.total;
      bar.value = job.done;
    }
    message.textContent = job.message || text('importRunning');
    await new Promise(resolve => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/** @param {import('../types').Job} job @returns {string} */
function summaryOf({error, result}) {
  if (error) return error;
  if (!isObject(result)) return text('importDone');
  const {new: added, existing, skipped} = /** @type {Record<string, number>} */ (result);
  return text('importReport', added ?? 0, existing ?? 0, skipped ?? 0);
}

/** @param {string} name @returns {string} what the daemon takes files as */
function contentTypeOf(name) {
  if (/\.zip$/i.test(name)) return 'application/zip';
  return /\.t?gz$/i.test(name) ? 'application/gzip' : 'application/octet-stream';
}
