import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {test} from 'node:test';

const POPUP = new URL('../../extension/popup/popup.html', import.meta.url);

/** Every module that a module begins with, by address, itself among them. @param {URL} module @param {Set<string>} [found] */
async function graph(module, found = new Set()) {
  if (found.has(module.href)) return found;
  found.add(module.href);
  const source = await readFile(module, 'utf8');
  for (const [, path = ''] of source.matchAll(/^(?:import|export) .*?from '(.+)';$/gm)) await graph(new URL(path, module), found);
  return found;
}

test('the popup names every module it begins with, so that all are fetched at once and not one after the other', async () => {
  const html = await readFile(POPUP, 'utf8');
  const named = [...html.matchAll(/rel="modulepreload" href="(.+)"/g)].map(([, path = '']) => new URL(path, POPUP).href);
  const begun = await graph(new URL('popup.js', POPUP));
  assert.deepEqual([...named, new URL('popup.js', POPUP).href].sort(), [...begun].sort());
});
