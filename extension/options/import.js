// A history from elsewhere: dropped or picked, streamed from the disk to the daemon, watched until it is done.
import {request} from '../messages.js';
import * as storage from '../storage.js';
import {element, find} from '../ui/elements.js';
import {text, told} from '../ui/text.js';
import {Daemon} from '../worker/daemon.js';
import {Pace, reportOf} from './import-report.js';
import {droppedIn, parcelsOf, pickedIn} from './picking.js';

const LOOK_EVERY_MS = 400;
const LONGEST_BESIDE = 50;  // characters that fit beside a file's name

/** @type {import('../types').StartSection} */
export function startImport() {
  // A file cannot be sent to the worker as a message, so this page asks the daemon itself, after the same proof.
  const daemon = new Daemon({storage});
  const drop = find('.of-drop');

  /** @param {import('./tar.js').Picked[]} picked */
  const importAll = async picked => {
    const parcels = parcelsOf(picked);
    if (picked.length && !parcels.length) find('.of-imports').prepend(element('li', {class: 'of-import'}, text('importNothing')));
    for (const parcel of parcels) await importOne(daemon, parcel);
  };

  /** What cannot be read names no file; nothing of what was dropped with it is sent. @param {Error} error the browser's */
  const sayWhy = ({message}) => find('.of-imports').prepend(element('li', {class: 'of-import', role: 'alert'}, message));

  for (const name of ['history', 'folder']) {
    const picker = /** @type {HTMLInputElement} */ (find(`input[name=${name}]`));
    picker.addEventListener('change', async () => {
      await importAll(pickedIn(picker.files));
      picker.value = '';
    });
  }
  drop.addEventListener('dragover', event => {
    event.preventDefault();
    drop.classList.add('of-drop-over');
  });
  drop.addEventListener('dragleave', () => drop.classList.remove('of-drop-over'));
  drop.addEventListener('drop', event => {
    event.preventDefault();
    drop.classList.remove('of-drop-over');
    void droppedIn(event.dataTransfer).then(importAll, sayWhy);
  });

  return {show() {}};
}

/** @param {Daemon} daemon @param {import('./picking.js').Parcel} parcel */
async function importOne(daemon, {name, body, type}) {
  const bar = element('progress', {'aria-label': name});
  const message = element('span', {class: 'of-quiet of-import-message'}, text('importSending'));
  const item = element('li', {class: 'of-import'}, element('span', {class: 'of-import-name', title: name}, name), message, bar);
  find('.of-imports').prepend(item);
  /** @type {string[]} */
  let lines;
  try {
    const {job_id: jobId} = await daemon.importFile(body, type);
    lines = reportOf(await follow(jobId, bar, message, new Pace(body.size)));
  } catch (error) {
    lines = [told(error)];
  }
  bar.remove();
  message.classList.toggle('of-import-detail', (lines[0]?.length ?? 0) > LONGEST_BESIDE);
  message.textContent = lines[0] ?? '';
  item.append(...lines.slice(1).map(line => element('p', {class: 'of-quiet of-import-detail'}, line)));
}

/**
 * @param {string} jobId
 * @param {HTMLProgressElement} bar
 * @param {HTMLElement} message
 * @param {Pace} pace
 * @returns {Promise<import('../types').Job>} as it ended
 */
async function follow(jobId, bar, message, pace) {
  for (;;) {
    const job = await request('job', {jobId});
    if (job.state !== 'queued' && job.state !== 'running') return job;
    if (job.total) {
      bar.max = job.total;
      bar.value = job.done;
    }
    message.textContent = pace.say(job, performance.now());
    await new Promise(resolve => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
