// The panel that "why" opens on YouTube's page: `panel/why.html?video_id=ID&surface=home&side=below&scheme=dark` in a frame. The page can see
// that it is there, and when it wishes to be closed; it cannot read a word of it, nor see how much it says.
import {request} from '../messages.js';
import {element} from '../ui/elements.js';
import {drawWhy} from '../ui/why.js';
import {apologize, asked, close, closeButton, dressPage} from './own-page.js';

/** @param {string} videoId @param {import('../types').Surface} surface */
const explain = async (videoId, surface) =>
  drawWhy({...await request('why', {videoId, surface}), videoId, where: {source: 'extension', surface}});

dressPage();
addEventListener('pointerdown', ({target}) => {
  if (target === document.documentElement || target === document.body) close(); // where the frame is clear, that is beside the panel
});
const button = closeButton();
const surface = /** @type {import('../types').Surface} */ (asked.get('surface') ?? 'home');
const main = element('main', {}, await explain(asked.get('video_id') ?? '', surface).catch(apologize));
main.prepend(element('h1', {class: 'of-unseen'}, 'OwnFeed'));
document.body.dataset['side'] = asked.get('side') ?? 'below';
document.body.replaceChildren(element('div', {class: 'of-card'}, main, button));
document.body.dataset['state'] = 'ready';
button.focus();
