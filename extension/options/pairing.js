// Connect this browser with the daemon: one code, one button; anew where it is at another address now.
import {request} from '../messages.js';
import {find} from '../ui/elements.js';
import {told} from '../ui/text.js';

/** @type {import('../types').StartSection} */
export function startPairing({showStatus}) {
  const section = find('[data-when=unpaired]');
  const form = /** @type {HTMLFormElement} */ (find('.of-pairing'));
  const code = /** @type {HTMLInputElement} */ (find('input[name=code]'));
  const address = /** @type {HTMLInputElement} */ (find('input[name=address]'));
  const button = /** @type {HTMLButtonElement} */ (find('button[type=submit]', form));

  form.addEventListener('submit', async event => {
    event.preventDefault();
    button.disabled = true;
    find('#pairing-problem').textContent = '';
    try {
      showStatus(await request('pair', {code: code.value, address: address.value}));
      form.reset();
    } catch (error) {
      find('#pairing-problem').textContent = told(error);
      code.select();
    } finally {
      button.disabled = false;
    }
  });

  find('button[name=elsewhere]').addEventListener('click', () => {
    section.classList.add('of-asked');
    address.select();
  });

  return {
    show(status) {
      if (status.connection === 'ok') section.classList.remove('of-asked');
      if (document.activeElement !== address) address.defaultValue = status.address;
    },
  };
}
