// The way to the dashboard from here.
import {openDashboard} from '../ui/dashboard.js';
import {find} from '../ui/elements.js';
import {attempt} from './saving.js';

/** @type {import('../types').StartSection} */
export function startDashboard() {
  const section = find('#dashboard');
  find('button[name=dashboard]', section).addEventListener('click', () => void attempt(section, openDashboard));
  return {show() {}};
}
