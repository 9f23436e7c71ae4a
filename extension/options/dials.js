// The dials of taste that the daemon knows; one that it does not send is not shown.
import {request} from '../messages.js';
import {element, find} from '../ui/elements.js';
import {text} from '../ui/text.js';

/** @typedef {{name: string, min: number, max: number, step: number}} Dial */

/** @type {readonly Dial[]} */
const DIALS = [
  {name: 'freshness', min: 0, max: 1, step: 0.1},
  {name: 'max_age_days', min: 0, max: 3650, step: 1},
  {name: 'min_views', min: 0, max: 1_000_000, step: 100},
  {name: 'impressions_before_hiding', min: 0, max: 20, step: 1},
];

/** @type {import('../types').StartSection} */
export function startDials() {
  void [request, element, find, text, DIALS];
  return {show() {}};
}
