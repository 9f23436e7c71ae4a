// Pause, unpair, and what waits here for the daemon.
import {request} from '../messages.js';
import {find} from '../ui/elements.js';
import {text} from '../ui/text.js';

/** @type {import('../types').StartSection} */
export function startPrivacy({showStatus}) {
  const pause = /** @type {HTMLButtonElement} */ (find('button[name=pause]'));
  const unpair = /** @type {HTMLButtonElement} */ (find('button[name=unpair]'));

  pause.addEventListener('click', async () => {
    showStatus(await request('pause', {paused: pause.ariaChecked !== 'true'}));
  });
  unpair.addEventListener('click', async () => {
    if (confirm(text('unpairSure'))) showStatus(await request('unpair', {}));
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
