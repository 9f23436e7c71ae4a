// What our pages are made of: elements, and the icons among them.
export {element, find} from './element.js';

const SVG = 'http://www.w3.org/2000/svg';

/** @type {Record<string, string>} paths in a box of 24 by 24, drawn as lines */
const ICONS = {
  up: 'M7 21V10l5-8c1.7 0 2.6 1.2 2.3 2.8L13.5 9H19c1.3 0 2.2 1.2 1.9 2.4l-1.8 7.2A3 3 0 0 1 16.2 21H7zM7 10H3v11h4',
  down: 'M17 3v11l-5 8c-1.7 0-2.6-1.2-2.3-2.8l.800-4.2H5c-1.3 0-2.2-1.2-1.9-2.4l1.8-7.2A3 3 0 0 1 7.8 3H17zM17 14h4V3h-4',
  not_interested: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM5.7 5.7l12.6 12.6',
  why: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v6M12 7.5v.01',
  dashboard: 'M4 4v16h16M8 16v-4M12 16V8M16 16v-6',
  settings: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM9 14.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z',
  others: 'M4 11a8 8 0 0 1 14-4.5L20 8.500M20 4v4.500h-4.500M20 13a8 8 0 0 1-14 4.500L4 15.500M4 20v-4.500h4.500',
  search: 'M10.500 4a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13zM15.500 15.500L20.500 20.500',
  remove: 'M4 7h16M9 7V4h6v3M6.500 7l1 13h9l1-13M10 11v5M14 11v5',
  spark: 'M12 3l1.9 5.6L19.5 10.5l-5.6 1.9L12 18l-1.9-5.6L4.5 10.5l5.6-1.9z',
};

/** @param {string} name @returns {SVGElement} decorative: its button carries the name */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', ICONS[name] ?? '');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'of-icon');
  svg.setAttribute('aria-hidden', 'true');
  svg.append(path);
  return svg;
}
