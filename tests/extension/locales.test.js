import assert from 'node:assert/strict';
import {readFile, readdir} from 'node:fs/promises';
import {test} from 'node:test';

import {STARTING_TOPICS} from '../../extension/options/topic-list.js';

const EXTENSION = new URL('../../extension/', import.meta.url);

/** @param {string} path */
const read = path => readFile(new URL(path, EXTENSION), 'utf8');

/** @param {string} language @returns {Promise<Record<string, {message: string}>>} */
const words = async language => JSON.parse(await read(`_locales/${language}/messages.json`));

/** Keys named in our pages and modules, the ones put together at run time left out. */
async function namedKeys() {
  const paths = (await readdir(EXTENSION, {recursive: true})).filter(path => /^(popup|options|panel|ui)\/.*\.(html|js)$/.test(path));
  const sources = await Promise.all(paths.map(read));
  const named = sources.flatMap(source => [
    ...source.matchAll(/data-text(?:-[a-z-]+)?="(\w+)"/g), ...source.matchAll(/\btext\('(\w+)'/g),
  ].map(([, key]) => key ?? ''));
  return new Set(named);
}

test('English and German say the same things', async () => {
  assert.deepEqual(Object.keys(await words('de')), Object.keys(await words('en')));
});

test('every word a page asks for is there', async () => {
  const english = await words('en');
  const keys = await namedKeys();
  assert.ok(keys.size > 40);
  const missing = [...keys, ...STARTING_TOPICS.map(({key}) => key)].filter(key => !(key in english));
  assert.deepEqual(missing, []);
});

test('every state of the connection has its words', async () => {
  const english = await words('en');
  for (const state of ['away', 'unpaired', 'refused', 'stranger', 'outdated']) {
    assert.ok(english[`connection_${state}`] && english[`trouble_${state}`], state);
  }
});

test('placeholders stand in both languages alike', async () => {
  const [english, german] = [await words('en'), await words('de')];
  for (const [key, {message}] of Object.entries(english)) {
    assert.deepEqual(german[key]?.message.match(/\$\w+\$/g), message.match(/\$\w+\$/g), key);
  }
});
