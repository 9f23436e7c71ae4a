// How well it does: the replay of the person's own weeks, two rankers on their clicks, what each choice changed.
import {ask, shared} from './daemon.js';
import {button, element, table} from './elements.js';
import {colour, plain, plot} from './plots.js';
import {TEXTS, dayOf, number, when} from './texts.js';

/** @typedef {{mean: number, low: number, high: number}} Figure */
/** @typedef {Record<string, Record<string, Figure>>} Rankers */
/** @typedef {{kind: string, name: string, added: number, removed: number, moved: number}} Choice */

const PATH = '/api/evaluation';
const METRIC = 'ndcg@10';
const ROW_PIXELS = 34;
const LONGEST_NAME = 24;
const PAIRS = /** @type {[string, string][]} */ ([['hybrid', 'persona'], ['hybrid', 'catboost'], ['persona', 'catboost']]);

/** @type {import('./section.js').Kind} */
export const replay = {
  id: 'replay', title: TEXTS.replayTitle, wide: true,
  async draw(card) {
    const told = await shared(PATH);
    const again = button(TEXTS.replayAgain, () => void card.begin(() => ask(PATH, 'POST')));
    const made = told.made_at ? element('p', {class: 'quiet'}, TEXTS.replayMade(when(told.made_at))) : null;
    const plots = element('div', {class: 'side-by-side'}, ...intervals(TEXTS.weeksPlot, told.weeks, told.ours), ...found(told.weeks, told.ours),
      ...intervals(TEXTS.pagesPlot, told.pages, told.ours));
    return [element('p', {class: 'said'}, told.message), made, plots, ...limits(told.does_not_show), again];
  },
};

/** One line per ranker, ours in colour. @param {string} title @param {{rankers: Rankers, too_early: boolean} | null} part @param {string} ours */
function intervals(title, part, ours) {
  const all = Object.entries(part?.rankers ?? {}).flatMap(([name, figures]) => figures[METRIC] ? [{name, ...figures[METRIC]}] : [])
    .sort((one, other) => one.mean - other.mean);
  if (!all.length) return [];
  const traces = () => [{
    type: 'scatter', mode: 'markers', x: all.map(each => each.mean), y: all.map(each => plain(each.name)), hoverinfo: 'text',
    hovertext: all.map(each => plain(TEXTS.interval(each.name, each.mean, each.low, each.high))),
    marker: {size: 10, color: all.map(each => colour(each.name === ours ? 0 : null))},
    error_x: {type: 'data', symmetric: false, array: all.map(each => each.high - each.mean), arrayminus: all.map(each => each.mean - each.low), thickness: 1.5, width: 4, color: colour(null)},
  }];
  const says = `${title}: ${all.map(each => TEXTS.interval(each.name, each.mean, each.low, each.high)).join('; ')}`;
  return [element('figure', {}, element('figcaption', {}, title, part?.too_early ? element('span', {class: 'quiet'}, ` ${TEXTS.tooEarly}`) : ''),
    plot(says, traces, {height: 60 + ROW_PIXELS * all.length, xaxis: {rangemode: 'tozero'}}))];
}

/** @param {{each: {began_at: string, wanted: number, found: Record<string, number>}[]} | null} weeks @param {string} ours */
function found(weeks, ours) {
  const each = weeks?.each ?? [];
  if (!each.length) return [];
  const x = each.map(week => dayOf(week.began_at));
  const bars = [[TEXTS.wanted, each.map(week => week.wanted), null], [ours, each.map(week => week.found[ours] ?? 0), 0]];
  const traces = () => bars.map(([name, y, index]) => ({
    type: 'bar', name: plain(String(name)), x, y, marker: {color: colour(/** @type {number | null} */ (index)), opacity: index === null ? 0.45 : 1}, hovertemplate: '%{fullData.name}: %{y}<extra></extra>',
  }));
  const says = `${TEXTS.foundPlot}: ${each.map(week => `${dayOf(week.began_at)} ${number(week.found[ours] ?? 0)} / ${number(week.wanted)}`).join('; ')}`;
  return [element('figure', {}, element('figcaption', {}, TEXTS.foundPlot), plot(says, traces, {height: 230, barmode: 'overlay', xaxis: {type: 'category'}}))];
}

/** @param {string[]} sentences */
function limits(sentences) {
  if (!sentences.length) return [];
  return [element('details', {}, element('summary', {}, TEXTS.doesNotShow), element('ul', {}, ...sentences.map(each => element('li', {}, each))))];
}

/** @type {import('./section.js').Kind} */
export const interleaving = {
  id: 'interleaving', title: TEXTS.interleavingTitle,
  async draw(card) {
    const {comparison: told} = await shared(PATH);
    const sentence = element('p', {}, told.message);
    const choice = [pairOf(card, told), element('p', {class: 'quiet'}, TEXTS.compareHint)];
    if (told.mean === null) return [sentence, ...choice];
    const {first, second, mean, low, high} = told;
    const says = `${TEXTS.interleavingPlot}: ${TEXTS.interval(first, mean, low, high)}`;
    const traces = () => [{
      type: 'scatter', mode: 'markers', x: [mean], y: [''], hoverinfo: 'text', hovertext: plain(says), marker: {size: 12, color: colour(0)},
      error_x: {type: 'data', symmetric: false, array: [high - mean], arrayminus: [mean - low], thickness: 2, color: colour(0)},
    }];
    return [sentence, ...choice, plot(says, traces, {height: 110, xaxis: {range: [-1.05, 1.05], tickvals: [-1, 0, 1], ticktext: [plain(second), '0', plain(first)]}})];
  },
};

/** Which two are compared, to be chosen. @param {import('./section.js').Card} card @param {{first: string | null, second: string | null}} told */
function pairOf(card, {first, second}) {
  const chosen = [first, second].filter(each => each !== null).join(' ');
  const pairs = PAIRS.map(([one, other]) => element('option', {value: `${one} ${other}`, selected: chosen === `${one} ${other}`}, TEXTS.compared(one, other)));
  const choice = element('select', {'data-keep': 'compare'}, element('option', {value: '', selected: !chosen}, TEXTS.compareNone), ...pairs);
  choice.addEventListener('change', () => void card.edit(() => ask('/api/settings', 'PUT', {compare: choice.value ? choice.value.split(' ') : null})));
  return element('label', {}, TEXTS.compare, choice);
}

/** @type {import('./section.js').Kind} */
export const choices = {
  id: 'choices', title: TEXTS.choicesTitle,
  async draw() {
    const {choices: all} = await shared(PATH);
    if (!all.length) return [element('p', {class: 'quiet'}, TEXTS.choicesEmpty)];
    const rows = all.map(/** @param {Choice} each */ each => [`${TEXTS.choiceKinds[each.kind]}: ${each.name}`, number(each.added), number(each.removed), number(each.moved)]);
    return [element('p', {class: 'quiet'}, TEXTS.choicesHint), table(TEXTS.choicesTitle, TEXTS.choiceHeads, rows)];
  },
};

/** A name that leaves room for the bars beside it, on a phone too. @param {string} name */
const short = name => name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;

/** @typedef {{index: number, label: string, liked: number, shown: number}} Share */

/** @type {import('./section.js').Kind} */
export const balance = {
  id: 'balance', title: TEXTS.balanceTitle, wide: true,
  async draw() {
    const {places, personas} = await ask('/api/videos/personas/balance');
    if (!places || !personas.length) return [element('p', {class: 'quiet'}, TEXTS.onceInterests)];
    const all = [.../** @type {Share[]} */ (personas)].sort((one, other) => one.liked - other.liked);
    const y = all.map((_, row) => row); // two interests may look alike once shortened
    const bars = /** @type {const} */ ([[TEXTS.balanceLiked, 'liked'], [TEXTS.balanceShown, 'shown']]);
    const traces = () => bars.map(([name, what]) => ({
      type: 'bar', orientation: 'h', name: plain(name), y, x: all.map(each => 100 * each[what]), hovertext: all.map(each => plain(each.label)), hovertemplate: `%{hovertext}<br>%{fullData.name}: %{x:.0f} %<extra></extra>`,
      marker: {color: what === 'liked' ? colour(null) : all.map(each => colour(each.index)), opacity: what === 'liked' ? 0.45 : 1},
    }));
    const says = `${TEXTS.balanceTitle}: ${[...all].reverse().map(each => TEXTS.balanceOf(each.label, each.liked, each.shown)).join('; ')}`;
    return [element('p', {class: 'quiet'}, TEXTS.balanceHint(places)),
      plot(says, traces, {height: 60 + 2 * ROW_PIXELS * all.length, barmode: 'group', xaxis: {rangemode: 'tozero', ticksuffix: ' %'}, yaxis: {tickvals: y, ticktext: all.map(each => plain(short(each.label)))}})];
  },
};
