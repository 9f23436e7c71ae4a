// Plots by plotly.js, which the daemon serves from the Python package; 5 MB, so nothing waits for it.
import {element} from './elements.js';
import {TEXTS} from './texts.js';

/** Colours that keep 3:1 on white and on near-black; after the last they begin anew, in another shape. */
const COLOURS = ['#0b84d8', '#d9622b', '#2a9d5c', '#b455c8', '#b0851a', '#d8497f', '#2a96a5', '#7a6ff0', '#8a7a5c', '#708090'];

/** @param {number | null} index @returns {string} grey for none */
export const colour = index => index === null ? '#808890' : COLOURS[index % COLOURS.length] ?? '#808890';

/** @param {number | null} index @returns {'circle' | 'square'} */
export const shape = index => index !== null && Math.floor(index / COLOURS.length) % 2 ? 'square' : 'circle';

/** Take the meaning from what plotly would read as markup. @param {string} text */
export const plain = text => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

/** @type {Promise<any> | undefined} */
let loaded;

/** @returns {Promise<any>} plotly, fetched once, when the page stands */
function plotly() {
  loaded ??= new Promise((resolve, reject) => {
    const script = element('script', {src: '/pages/plotly.js'});
    script.addEventListener('load', () => resolve(Reflect.get(window, 'Plotly')));
    script.addEventListener('error', () => {
      script.remove();
      loaded = undefined; // the next draw asks again
      reject(new TypeError('plotly.js could not be loaded'));
    });
    document.head.append(script);
  });
  return loaded;
}

/** The charts on the page → what paints them. @type {Map<HTMLElement, () => Promise<void>>} */
const charts = new Map();
const dark = matchMedia('(prefers-color-scheme: dark)');
dark.addEventListener('change', () => charts.forEach(paint => void paint()));

/** Forget the charts of a place before they are taken away, and have plotly forget them: it listens to the window for each. @param {HTMLElement} place */
export function clearPlots(place) {
  for (const chart of charts.keys()) {
    if (!place.contains(chart)) continue;
    Reflect.get(window, 'Plotly')?.purge(chart);
    charts.delete(chart);
  }
}

/** @param {object} own */
function layout(own) {
  const [ink, line] = dark.matches ? ['#c7ccd3', '#343a43'] : ['#3f4650', '#dfe3e8'];
  const axis = {gridcolor: line, zerolinecolor: line, linecolor: line, automargin: true, fixedrange: true};
  const merged = /** @type {any} */ ({
    autosize: true, margin: {l: 8, r: 8, t: 8, b: 8}, paper_bgcolor: 'transparent', plot_bgcolor: 'transparent', showlegend: false,
    font: {color: ink, family: 'system-ui, sans-serif', size: 12}, dragmode: false, hovermode: 'closest', ...own,
  });
  return {...merged, xaxis: {...axis, ...merged.xaxis}, yaxis: {...axis, ...merged.yaxis}};
}

/**
 * A picture with a sentence for whoever does not see it; drawn once it is on the page, and again in other colours.
 * @param {string} says @param {() => object[]} traces @param {object} [own] of the layout
 * @param {(chart: any) => void} [drawn] called once, when plotly has drawn it for the first time, which may be late
 */
export function plot(says, traces, own = {}, drawn = () => {}) {
  const chart = element('div', {class: 'plot', role: 'img', 'aria-label': says});
  const missing = element('p', {class: 'quiet'}, TEXTS.noPlots);
  let isDrawn = false;
  const paint = async () => {
    const library = await plotly().catch(() => null);
    if (!library) return chart.append(missing);
    missing.remove();
    if (!chart.isConnected) return;
    await library.react(chart, traces(), layout(own), {displayModeBar: false, responsive: true});
    if (!isDrawn) drawn(chart);
    isDrawn = true;
  };
  requestAnimationFrame(() => setTimeout(() => {
    if (!chart.isConnected) return;
    charts.set(chart, paint);
    void paint();
  }));
  return chart;
}
