// The panel that "why" opens on YouTube's page: `panel/why.html?video_id=ID&surface=home&scheme=dark` in a frame. The page can see that it is there,
// and when it wishes to be closed; it cannot read a word of it.
import {request} from '../messages.js';
import {element} from '../ui/elements.js';
import {drawWhy} from '../ui/why.js';
import {apologize, asked, closeButton, dressPage} from './own-page.js';

/** @param {string} videoId @param {import('../types').Surface} surface */
const explain = async (videoId, surface) =>
  drawWhy({...await request('why', {videoId, surface}), videoId, where: {source: 'extension', surface}});

dressPage();
const button = closeButton();
const surface = /** @type {import('../types').Surface} */ (asked.get('surface') ?? 'home');
const main = element('main', {}, await explain(asked.get('video_id') ?? '', surface).catch(apologize));
main.prepend(element('h1', {class: 'of-unseen'}, 'OwnFeed'));
document.body.replaceChildren(main, button);
document.body.dataset['state'] = 'ready';
button.focus();
