// The way to the dashboard, the same from everywhere.
import {request} from '../messages.js';

/** Open it in a tab; the daemon lets that tab in as this extension. Throws a MessageError. @returns {Promise<void>} */
export async function openDashboard() {
  await chrome.tabs.create({url: await request('dashboard', {})});
}
