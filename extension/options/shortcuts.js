// The keys that work everywhere in the browser, as the person has set them there.
import {element, find} from '../ui/elements.js';
import {text} from '../ui/text.js';

/** @type {import('../types').StartSection} */
export function startShortcuts() {
  const section = find('#shortcuts');
  find('button[name=shortcuts]', section).addEventListener('click', () => void chrome.tabs.create({url: 'chrome://extensions/shortcuts'}));
  void draw(find('.of-keys', section));
  return {show() {}};
}

/** @param {HTMLElement} list */
async function draw(list) {
  const commands = await chrome.commands.getAll();
  list.replaceChildren(...commands.map(({description, shortcut}) => element('div', {},
    element('dt', {}, shortcut ? element('kbd', {}, shortcut) : element('span', {class: 'of-quiet'}, text('shortcutNone'))),
    element('dd', {}, description || text('command_open')))));
}
