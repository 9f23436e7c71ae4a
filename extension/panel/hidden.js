// What is kept out of sight on home, each with its reason and the way to see it again: `panel/hidden.html?scheme=dark` in a frame.
import {request} from '../messages.js';
import {element} from '../ui/elements.js';
import {fixesOf, placeOf} from '../ui/fixes.js';
import {say, text} from '../ui/text.js';
import {drawFixes} from '../ui/why.js';
import {askAround, closeButton, dressPage} from './own-page.js';

/** @typedef {import('../types').Noted} Hidden */

/** @param {Hidden} video @returns {HTMLLIElement} */
function draw(video) {
  const {videoId, title, reasons: [reason]} = video;
  return element('li', {class: 'of-hidden', 'data-video-id': videoId},
    element('img', {src: `https://i.ytimg.com/vi/${videoId}/mqdefault.jpg`, alt: '', loading: 'lazy'}),
    element('h2', {dir: 'auto'}, title),
    element('p', {class: 'of-quiet'}, reason ? say('reason', reason) : ''),
    reason ? drawFixes(fixesOf(reason, {...video, where: {source: 'extension', surface: 'home'}}).map(fix => shown(fix, videoId)), placeOf(reason)) : null);
}

/**
 * A fix that brings the video back to the page at once.
 * @param {import('../ui/fixes.js').Fix} fix
 * @param {string} videoId
 * @returns {import('../ui/fixes.js').Fix}
 */
const shown = (fix, videoId) => ({...fix, act: async () => {
  const undo = await fix.act();
  await request('show-again', {videoId});
  await askAround({again: videoId});
  return undo;
}});

dressPage();
const [{videos: unwanted}, seen] = await Promise.all([request('hidden', {}).catch(() => ({videos: []})), askAround({shown: true})]);
const videos = unwanted.filter(({videoId}) => !seen?.includes(videoId));
const button = closeButton();
document.body.replaceChildren(element('main', {},
  element('h1', {}, text('hiddenTitle')),
  videos.length ? element('ul', {}, ...videos.map(draw)) : element('p', {class: 'of-quiet'}, text('hiddenNone'))), button);
document.body.dataset['state'] = 'ready';
button.focus();
