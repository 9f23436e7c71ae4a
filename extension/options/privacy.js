// Pause, unpair, delete everything, and what waits here for the daemon.
import {MessageError, request} from '../messages.js';
import {find} from '../ui/elements.js';
import {text, told} from '../ui/text.js';

/** @type {import('../types').StartSection} */
export function startPrivacy({showStatus}) {
  const pause = /** @type {HTMLButtonElement} */ (find('button[name=pause]'));
  const unpair = /** @type {HTMLButtonElement} */ (find('button[name=unpair]'));
  const wipe = /** @type {HTMLButtonElement} */ (find('button[name=wipe]'));
  const outcome = find('.of-wiped');

  pause.addEventListener('click', async () => {
    showStatus(await request('pause', {paused: pause.ariaChecked !== 'true'}));
  });
  unpair.addEventListener('click', async () => {
    if (confirm(text('unpairSure'))) showStatus(await request('unpair', {}));
  });

  wipe.addEventListener('click', async () => {
    if (!confirm(text('wipeSure'))) return;
    wipe.disabled = true;
    outcome.textContent = text('wipeUnderWay');
    try {
      showStatus(await request('wipe', {confirm: true}));
      outcome.textContent = text('wipeDone');
    } catch (error) {
      if (!(error instanceof MessageError)) throw error;
      outcome.textContent = text('wipeFailed', told(error));
    } finally {
      wipe.disabled = false;
    }
  });

  return {
    show({paused, waiting, dropped}) {
      pause.ariaChecked = String(paused);
      const lost = Object.values(dropped).reduce((sum, count) => sum + count, 0);
      const sentences = [waiting && text('queueWaiting', waiting), lost && text('queueDropped', lost)];
      find('.of-waiting').textContent = sentences.filter(Boolean).join(' ');
    },
  };
}
