// The options page: each section is a file, started once; all follow how the daemon is found.
import {request} from '../messages.js';
import * as storage from '../storage.js';
import {showConnection} from '../ui/connection.js';
import {find} from '../ui/elements.js';
import {fillPage, text} from '../ui/text.js';
import {startDashboard} from './dashboard.js';
import {startDiagnostics} from './diagnostics.js';
import {startDials} from './dials.js';
import {startExport} from './export.js';
import {startImport} from './import.js';
import {startNavigation} from './navigation.js';
import {startPairing} from './pairing.js';
import {startPersonas} from './personas.js';
import {startPrivacy} from './privacy.js';
import {startRules} from './rules.js';
import {startShortcuts} from './shortcuts.js';
import {startSurfaces} from './surfaces.js';
import {startTopics} from './topics.js';

/** @typedef {import('../types').Status} Status */

const SECTIONS = [
  startPairing, startTopics, startImport, startDials, startSurfaces, startPersonas, startRules, startPrivacy, startExport, startShortcuts,
  startDashboard, startDiagnostics,
].map(start => start({showStatus}));

/** @param {Status} status */
function showStatus(status) {
  const {connection} = status;
  document.body.dataset['state'] = connection;
  showConnection(status.paused && connection === 'ok' ? 'paused' : connection);
  find('.of-trouble').textContent = text(`trouble_${connection}`);
  SECTIONS.forEach(section => section.show(status));
}

async function refresh() {
  showStatus(await request('status', {}));
}

fillPage();
storage.watch('connection', () => void refresh());
storage.watch('paused', () => void refresh());
await refresh();
startNavigation();
