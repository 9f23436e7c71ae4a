// The only part of the dashboard that speaks HTTP: to the daemon that served it, with the token of this tab.
import {forget, token} from '../pairing.js';

/** The daemon said no, in a sentence for the person. */
export class Refused extends Error {}

/**
 * @param {string} path @param {string} [method] @param {object} [body]
 * @returns {Promise<any>} the reply's JSON; throws Refused
 */
export async function ask(path, method = 'GET', body) {
  const asker = token();
  const init = method === 'GET' ? {headers: bearer()} :
    {method, headers: {...bearer(), 'Content-Type': 'application/json'}, body: JSON.stringify(body ?? {})};
  const reply = await fetch(path, init);
  if (method !== 'GET') underway.clear(); // what was asked before may not know of it
  const answer = await reply.json();
  if (reply.status === 401 && token() === asker) { // not an old question's, late
    forget();
    dispatchEvent(new Event('unpaired'));
  }
  if (!reply.ok) throw new Refused(answer.error.message);
  return answer;
}

/** @type {Map<string, Promise<any>>} */
const underway = new Map();

/** Ask for something several cards show: those that ask at the same time are answered at once. @param {string} path @returns {Promise<any>} */
export function shared(path) {
  const asked = underway.get(path) ?? ask(path).finally(() => underway.delete(path));
  underway.set(path, asked);
  return asked;
}

/** @returns {Record<string, string>} */
const bearer = () => ({Authorization: `Bearer ${token() ?? ''}`});

/**
 * Hear news until the daemon goes away; an EventSource could not carry the token. Throws Refused, or what `fetch` throws.
 * @param {(kind: string, data: any) => void} hear @param {AbortSignal} signal ends it
 */
export async function listen(hear, signal) {
  const reply = await fetch('/api/events', {headers: bearer(), signal});
  if (!reply.ok) throw new Refused((await reply.json()).error.message);
  const reader = reply.body?.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = '';
  for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read()) {
    const blocks = (waiting + piece.value).split('\n\n');
    waiting = blocks.pop() ?? '';
    for (const block of blocks) {
      underway.clear(); // what was asked before may not know of it
      const found = /^event: (\w+)\ndata: (.*)$/.exec(block);
      if (found) hear(found[1] ?? '', JSON.parse(found[2] ?? 'null'));
    }
  }
}
