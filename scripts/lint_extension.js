// Reads the source of the extension, and of the daemon's own pages (as pages/…), and says where a law of the house is broken; see LAWS. Run by `npm run lint`.
import {readFile, readdir} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';

/** Where each file lies, by how its path begins here. @type {Record<string, URL>} */
const ROOTS = {'': new URL('../extension/', import.meta.url), 'pages/': new URL('../daemon/pages/', import.meta.url)};
const SPEAKERS = ['worker/connection.js', 'pages/dashboard/daemon.js', 'pages/docs.js', 'pages/pairing.js'];

/** @type {readonly {law: string, pattern: RegExp, except: (path: string) => boolean}[]} */
const LAWS = [
  {
    law: 'no string is read as HTML',
    pattern: /innerHTML|outerHTML|insertAdjacentHTML|document\.write|setHTMLUnsafe|createContextualFragment|DOMParser/,
    except: () => false,
  },
  {law: 'no string is run as a program', pattern: /\beval\(|\bFunction\(|set(Timeout|Interval)\(\s*['"`]|javascript:/, except: () => false},
  {
    law: 'only youtube/ knows a selector of YouTube',
    pattern: /(?<!--)\byt[dm]?-[a-z]|ytp-|movie_player|ytInitial/,
    except: path => path.startsWith('youtube/'),
  },
  {law: 'only worker/connection.js speaks HTTP, and a page of the daemon in one file', pattern: /\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon/, except: path => path.startsWith('youtube/') || SPEAKERS.includes(path)},
  {law: 'only storage.js touches chrome.storage, and pairing.js a token', pattern: /chrome\.storage|localStorage|sessionStorage/, except: path => ['storage.js', 'pages/pairing.js'].includes(path)},
  {law: 'only worker/database.js opens IndexedDB', pattern: /indexedDB/, except: path => path === 'worker/database.js'},
  {law: 'only messages.js sends messages, and first-question.js for the classic scripts', pattern: /runtime\.sendMessage/, except: path => ['messages.js', 'first-question.js'].includes(path)},
];
const MOST_LINES = 300;

const entries = await Promise.all(Object.entries(ROOTS).map(async ([start, root]) =>
  (await readdir(root, {recursive: true})).map(path => ({path: start + path, file: new URL(path, root)}))));
const sources = entries.flat().filter(({path}) => path.endsWith('.js'));
const findings = (await Promise.all(sources.map(findingsIn))).flat();
findings.forEach(finding => console.error(finding));
console.log(`${sources.length} files, ${findings.length} findings`);
process.exitCode = findings.length ? 1 : 0;

/** @param {{path: string, file: URL}} source @returns {Promise<string[]>} */
async function findingsIn({path, file}) {
  const lines = (await readFile(fileURLToPath(file), 'utf8')).split('\n');
  const broken = lines.flatMap((line, index) => lawsBroken(path, line).map(law => `${path}:${index + 1}: ${law}`));
  return lines.length > MOST_LINES ? [...broken, `${path}: over ${MOST_LINES} lines`] : broken;
}

/** @param {string} path @param {string} line @returns {string[]} comments may name what they forbid */
export function lawsBroken(path, line) {
  if (/^\s*(\/\/|\*|\/\*)/.test(line)) return [];
  return LAWS.filter(({pattern, except}) => !except(path) && pattern.test(line)).map(({law}) => law);
}
