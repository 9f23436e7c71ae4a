// The person's videos in a plane, and their interests over time.
import {shared} from './daemon.js';
import {element} from './elements.js';
import {colour, plain, plot, shape} from './plots.js';
import {TEXTS, dayOf, number} from './texts.js';

/** @typedef {{video_id: string, title: string, thumbnail_url: string, x: number, y: number, persona: number | null}} Point */
/** @typedef {{points: Point[], total: number, weeks: {began_at: string, counts: number[]}[]}} Told */

/** @returns {Promise<[Told, string[]]>} */
async function told() {
  const [map, {personas}] = await Promise.all([shared('/api/videos/personas/map'), shared('/api/videos/personas')]);
  return [map, personas.map(/** @param {{label: string}} each */ each => each.label)];
}

/** @type {import('./section.js').Kind} */
export const mapOfVideos = {
  id: 'map', title: TEXTS.mapTitle, wide: true,
  async draw() {
    const [{points, total}, labels] = await told();
    if (!points.length) return [element('p', {class: 'quiet'}, TEXTS.mapEmpty)];
    const tip = element('div', {class: 'tip', role: 'status'}, element('p', {class: 'quiet'}, TEXTS.pointAtOne));
    const pick = through(points, index => fill(tip, points[index], labels));
    const chart = plot(TEXTS.mapSays(points.length, total, labels), () => [dots(points)], HIDDEN_AXES, drawn => {
      drawn.on('plotly_hover', /** @param {{points: {pointIndex: number}[]}} event */ event => {
        const index = event.points[0]?.pointIndex ?? 0;
        pick.value = String(index);
        fill(tip, points[index], labels);
      });
    });
    const label = element('label', {class: 'through'}, TEXTS.goThrough, pick);
    return [element('p', {class: 'quiet'}, `${TEXTS.mapHint} ${TEXTS.mapCount(points.length, total)}`),
      element('div', {class: 'map'}, chart, element('div', {class: 'beside'}, tip, label, legend(labels)))];
  },
};

const HIDDEN_AXES = {xaxis: {visible: false}, yaxis: {visible: false}, hoverdistance: 12};

/** @param {Point[]} points */
const dots = points => ({
  type: 'scatter', mode: 'markers', hoverinfo: 'none', x: points.map(each => each.x), y: points.map(each => each.y),
  marker: {size: points.length > 500 ? 6 : 9, opacity: 0.75, color: points.map(each => colour(each.persona)), symbol: points.map(each => shape(each.persona))},
});

/** A slider over all videos: the map for whoever has no mouse. @param {Point[]} points @param {(index: number) => void} show */
function through(points, show) {
  const slider = element('input', {type: 'range', min: '0', max: String(points.length - 1), value: '0', 'data-keep': 'through', 'data-draft': true});
  slider.addEventListener('input', () => show(Number(slider.value)));
  return slider;
}

/** @param {HTMLElement} tip @param {Point | undefined} point @param {string[]} labels */
function fill(tip, point, labels) {
  if (!point) return;
  const label = point.persona === null ? TEXTS.noInterest : labels[point.persona] ?? '';
  tip.replaceChildren(
    element('img', {src: point.thumbnail_url, alt: '', width: '160', height: '90'}),
    element('div', {}, element('p', {class: 'title', dir: 'auto'}, point.title), element('p', {class: 'quiet', dir: 'auto'}, swatch(point.persona), label)));
}

/** @param {string[]} labels */
const legend = labels => element('ul', {class: 'legend'}, ...labels.map((label, index) => element('li', {dir: 'auto'}, swatch(index), label)));

/** @param {number | null} index @returns {HTMLElement} a spot in an interest's colour and shape */
export function swatch(index) {
  const made = element('span', {class: `swatch ${shape(index)}`, 'aria-hidden': 'true'});
  made.style.background = colour(index);
  return made;
}

/** @type {import('./section.js').Kind} */
export const riseAndFade = {
  id: 'rise', title: TEXTS.riseTitle, wide: true,
  async draw() {
    const [{weeks}, labels] = await told();
    if (!weeks.length || !labels.length) return [element('p', {class: 'quiet'}, TEXTS.onceInterests)];
    const traces = () => labels.map((label, index) => ({
      type: 'scatter', mode: 'lines', stackgroup: 'all', line: {width: 1, color: colour(index), shape: 'hvh'}, fillcolor: `${colour(index)}99`,
      x: weeks.map(each => each.began_at.slice(0, 10)), y: weeks.map(each => each.counts[index] ?? 0),
      hovertext: weeks.map(each => `${plain(label)}<br>${dayOf(each.began_at)}: ${number(each.counts[index] ?? 0)}`), hoverinfo: 'text',
    }));
    return [element('p', {class: 'quiet'}, TEXTS.riseHint), plot(`${TEXTS.riseSays}: ${labels.join('; ')}`, traces, {height: 240}), legend(labels)];
  },
};
