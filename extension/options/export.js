// Everything the daemon holds of this person, as one zip in the downloads.
import * as storage from '../storage.js';
import {element, find} from '../ui/elements.js';
import {text, told} from '../ui/text.js';
import {Daemon} from '../worker/daemon.js';
import {DaemonError} from '../worker/daemon-error.js';

/** @type {import('../types').StartSection} */
export function startExport() {
  // A file cannot come from the worker as a message, so this page asks the daemon itself, after the same proof.
  const daemon = new Daemon({storage});
  const button = /** @type {HTMLButtonElement} */ (find('button[name=export]'));
  const outcome = find('.of-exported');

  button.addEventListener('click', async () => {
    button.disabled = true;
    outcome.textContent = '';
    try {
      download(await daemon.exportFile());
      outcome.textContent = text('saved');
    } catch (error) {
      if (!(error instanceof DaemonError)) throw error;
      outcome.textContent = told(error);
    } finally {
      button.disabled = false;
    }
  });
  return {show() {}};
}

/** @param {Blob} zip */
function download(zip) {
  const address = URL.createObjectURL(zip);
  element('a', {href: address, download: `ownfeed-${new Date().toISOString().slice(0, 10)}.zip`}).click();
  URL.revokeObjectURL(address);
}
