// One video of the feed: picture, facts, the reason it stands there, and what to say about it.
import {element, icon} from './elements.js';
import {age, clock, compact} from './figures.js';
import {language, say, text, told} from './text.js';

/** @typedef {import('../types').VideoOut} VideoOut */
/** @typedef {import('../types').Rating} Rating */
/**
 * @typedef {{where: Partial<import('../types').Signal>, rate: (rating: Rating | null) => Promise<void>, clicked: () => Promise<void>,
 *   open: (url: string) => Promise<unknown>}} Context
 */

/** The button of a mouse that opens a link in another tab. */
const MIDDLE = 1;
/** @type {readonly Rating[]} */
const RATINGS = ['up', 'down', 'not_interested'];
/** What a rating means for the next feed; pressing its button again takes it back. @type {Record<Rating, string>} */
const NOTES = {up: 'upNote', down: 'downNote', not_interested: 'notInterestedNote'};

/** @param {VideoOut} video @param {Context} context @returns {HTMLLIElement} */
export function drawVideo(video, context) {
  const item = element('li', {class: 'of-video', 'data-video-id': video.video_id}, thumbnail(video, context), facts(video, context));
  item.append(actions(video, context, item));
  return item;
}

/** @param {VideoOut} video @param {Context} context */
function thumbnail({url, thumbnail_url: picture, duration_seconds: seconds}, context) {
  // The title beside it is the link for keyboard and screen reader; this one would only repeat it.
  const link = element('a', {class: 'of-thumbnail', href: url, tabindex: '-1', 'aria-hidden': 'true'},
    element('img', {src: picture, alt: '', loading: 'lazy'}),
    seconds ? element('span', {class: 'of-duration'}, clock(seconds)) : null);
  return followed(link, context);
}

/** A link whose way is ours, unless the person chose another tab or window. @param {HTMLAnchorElement} link @param {Context} context */
function followed(link, {clicked, open}) {
  const tell = () => clicked().catch(reportError); // a click that cannot be kept opens its video all the same
  link.addEventListener('click', async event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return void tell();
    event.preventDefault();
    await tell();
    await open(link.href);
  });
  link.addEventListener('auxclick', ({button}) => { if (button === MIDDLE) void tell(); });
  return link;
}

/** @param {VideoOut} video @param {Context} context */
function facts(video, context) {
  const [reason] = video.reasons;
  return element('div', {class: 'of-facts'},
    followed(element('a', {class: 'of-video-title', href: video.url, dir: 'auto'}, video.title), context),
    element('p', {class: 'of-channel', dir: 'auto'}, video.channel_name ?? ''),
    element('p', {class: 'of-meta'}, meta(video)),
    reason ? element('p', {class: 'of-reason', title: say('reason', reason)}, icon('spark'), element('span', {}, say('reason', reason))) : null);
}

/** @param {VideoOut} video @returns {string} such as "1.2M views · 3 weeks ago" */
function meta({view_count: views, published_at: publishedAt}) {
  return [
    typeof views === 'number' && text('views', compact(views, language())),
    publishedAt && age(publishedAt, Date.now(), language()),
  ].filter(Boolean).join(' · ');
}

/** @param {VideoOut} video @param {Context} context @param {HTMLElement} item */
function actions(video, context, item) {
  const row = element('div', {class: 'of-actions', role: 'group', 'aria-label': text('actionsFor', video.title)});
  let held = video.rating, kept = held; // as it is drawn, and as it is stored
  const note = element('p', {class: 'of-note', role: 'status'});
  const draw = () => {
    row.querySelectorAll('[aria-pressed]').forEach(button => {
      button.setAttribute('aria-pressed', String(button.getAttribute('data-action') === held));
    });
    note.textContent = held ? text(NOTES[held]) : '';
  };
  const give = async (/** @type {Rating | null} */ rating) => {
    held = rating;
    draw();
    try {
      await context.rate(rating);
      kept = rating;
    } catch (error) {
      held = kept;
      draw();
      note.textContent = told(error);
    }
  };
  const buttons = RATINGS.map(rating => actionButton(rating, {'aria-pressed': 'false'}, () => give(held === rating ? null : rating)));
  row.append(...buttons, whyButton(video, context, item), note);
  draw();
  return row;
}

/** @param {VideoOut} video @param {Context} context @param {HTMLElement} item */
function whyButton(video, context, item) {
  const {video_id: videoId, reasons, channel_id = null, channel_name = null, duration_seconds, published_at, rating, persona} = video;
  const about = {
    videoId, reasons, channel_id, channel_name, duration_seconds: duration_seconds ?? null, published_at: published_at ?? null, rating,
    personaLabel: persona?.label ?? '', where: {source: /** @type {const} */ ('popup'), surface: /** @type {const} */ ('popup'), ...context.where},
  };
  const button = actionButton('why', {'aria-expanded': 'false'}, async () => {
    const {drawWhy} = await import('./why.js'); // seldom asked for, and then soon there
    const open = item.querySelector('.of-why');
    if (open) open.remove();
    else item.append(drawWhy(about));
    button.setAttribute('aria-expanded', String(!open));
  });
  return button;
}

/** @param {string} action @param {Record<string, string>} state @param {() => Promise<void>} act */
function actionButton(action, state, act) {
  const name = text(`action_${action}`);
  const attributes = {class: 'of-icon-button', type: 'button', 'data-action': action, 'aria-label': name, title: name, ...state};
  const button = element('button', attributes, icon(action));
  button.addEventListener('click', () => void act());
  return button;
}
