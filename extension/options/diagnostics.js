// What somebody who helps would ask for: versions, states, counts. No title, no name, no history.
import {MessageError, request} from '../messages.js';
import {find} from '../ui/elements.js';
import {text} from '../ui/text.js';
import {onOpened} from './navigation.js';

/** @type {import('../types').StartSection} */
export function startDiagnostics() {
  const section = find('#diagnostics');
  const report = /** @type {HTMLTextAreaElement} */ (find('textarea', section));
  const copied = find('.of-saved', section);

  find('button[name=copy]', section).addEventListener('click', async () => {
    await navigator.clipboard.writeText(report.value);
    copied.textContent = text('copied');
  });

  /** @param {import('../types').Status} status */
  const show = async status => {
    report.value = [...ofExtension(status), ...await ofDaemon()].join('\n');
    report.rows = report.value.split('\n').length;
  };
  onOpened(section, async () => show(await request('status', {})));
  return {show};
}

/** @param {import('../types').Status} status @returns {string[]} */
function ofExtension({connection, paused, waiting, dropped, unread}) {
  return [
    `extension ${chrome.runtime.getManifest().version}, ${navigator.userAgent}`,
    `connection ${connection}${paused ? ', paused' : ''}, waiting ${waiting}, given up ${JSON.stringify(dropped)}`,
    `cards not recognised ${JSON.stringify(unread)}`,
  ];
}

/** @returns {Promise<string[]>} */
async function ofDaemon() {
  try {
    const {version, api_version: api, state, counts, jobs, last_errors: errors, egress_today: egress, backups} = await request('diagnostics', {});
    return [
      `daemon ${version}, API ${api}, feed ${state}, ${JSON.stringify(counts)}, ${backups.length} backups`,
      `requests to others today ${JSON.stringify(egress)}`,
      ...jobs.map(job => `job ${job.kind} ${job.state}`),
      ...errors.map(({source, message}) => `error ${source}: ${message}`),
    ];
  } catch (error) {
    if (!(error instanceof MessageError)) throw error;
    return [`daemon: ${error.code}`];
  }
}
