// Our own small drawings, as elements: a page with Trusted Types takes no markup.

const SVG = 'http://www.w3.org/2000/svg';
const THUMB = 'M4 11h3.2v9H4zM9.4 19.2V11l3.9-7.2c1.3 0 2 .9 1.8 2.2L14.6 10h4.2c1 0 1.6.9 1.3 1.8l-2.2 6.9c-.2.8-.9 1.3-1.7 1.3h-5c-.7 0-1.3-.3-1.8-.8z';

/** @type {Record<import('../types').Rating | 'why' | 'hidden', {path: string, turn: number}>} */
const DRAWINGS = {
  up: {path: THUMB, turn: 0},
  down: {path: THUMB, turn: 180},
  not_interested: {path: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM6.5 6.5l11 11', turn: 0},
  hidden: {path: 'M4 4l16 16M9.9 5.2A9.600 9.600 0 0 1 12 5c4.500 0 8 3.300 9.500 7a13 13 0 0 1-2.600 4M6.300 7.300A13 13 0 0 0 2.500 12c1.500 3.700 5 7 9.500 7 1.600 0 3.100-.4 4.400-1.100M10 10a2.900 2.900 0 0 0 4 4', turn: 0},
  why: {path: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM9.6 9.8a2.4 2.4 0 1 1 3.4 2.2c-.7.3-1 .8-1 1.5M12 16.2v.1', turn: 0},
};

/** @param {keyof typeof DRAWINGS} name @returns {SVGElement} 20 px square, in the colour of the text */
export function icon(name) {
  const {path, turn} = DRAWINGS[name];
  const svg = document.createElementNS(SVG, 'svg');
  const line = document.createElementNS(SVG, 'path');
  for (const [key, value] of Object.entries({viewBox: '0 0 24 24', width: '20', height: '20', 'aria-hidden': 'true'})) svg.setAttribute(key, value);
  line.setAttribute('d', path);
  line.setAttribute('transform', `rotate(${turn} 12 12)`);
  svg.append(line);
  return svg;
}
