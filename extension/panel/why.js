// The panel that "why" opens on YouTube's page: `panel/why.html?video_id=ID&surface=home&scheme=dark` in a frame. The page can see that it is there,
// and when it wishes to be closed; it cannot read a word of it.
import {request} from '../messages.js';
import {element} from '../ui/elements.js';
import {drawWhy} from '../ui/why.js';
import {apologize, asked, closeButton, dressPage} from './own-page.js';

/** @param {string} videoId */
const explain = async videoId =>
  drawWhy({...await request('why', {videoId}), videoId, where: {source: 'extension', surface: /** @type {import('../types').Surface} */ (asked.get('surface') ?? 'home')}});

dressPage();
const button = closeButton();
const main = element('main', {}, await explain(asked.get('video_id') ?? '').catch(apologize));
main.prepend(element('h1', {class: 'of-unseen'}, 'OwnFeed'));
document.body.replaceChildren(main, button);
document.body.dataset['state'] = 'ready';
button.focus();
