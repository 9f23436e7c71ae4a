import assert from 'node:assert/strict';
import {readFile, readdir} from 'node:fs/promises';
import {test} from 'node:test';

import {STARTING_TOPICS} from '../../extension/options/topic-list.js';

const EXTENSION = new URL('../../extension/', import.meta.url);

/** @param {string} path */
const read = path => readFile(new URL(path, EXTENSION), 'utf8');

/** @param {string} language @returns {Promise<Record<string, {message: string, placeholders?: object}>>} */
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

/** What is the same word in another language: everywhere, or in the one that is named. */
const SAME_WORD = new Set([
  'appName', 'direction', 'match_is_short', 'de.topicSport', 'de.topicComedy', 'de.pauseLabel', 'de.panelStart', 'fr.topicTech', 'fr.topicSport',
  'fr.mix_surprise', 'fr.pauseLabel', 'fr.openOptions',
]);
const LANGUAGES = (await readdir(new URL('_locales/', EXTENSION))).sort();
const OTHERS = LANGUAGES.filter(language => language !== 'en');

test('there are seven languages at least', () => {
  for (const language of ['ar', 'de', 'en', 'es', 'fr', 'ja', 'pt_BR']) assert.ok(LANGUAGES.includes(language), language);
});

test('every language says the same things in the same order, and names itself for numbers and dates', async () => {
  const keys = Object.keys(await words('en'));
  for (const language of OTHERS) {
    const said = await words(language);
    assert.deepEqual(Object.keys(said), keys, language);
    assert.equal(said['language']?.message, language.replace('_', '-'));
  }
});

test('nothing is left in English but what is the same word there', async () => {
  const english = await words('en');
  for (const language of OTHERS) {
    const said = await words(language);
    const alike = Object.keys(english).filter(key => said[key]?.message === english[key]?.message);
    assert.deepEqual(alike.filter(key => !SAME_WORD.has(`${language}.${key}`) && !SAME_WORD.has(key)), [], language);
  }
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

test('placeholders stand in every language alike, though their order may differ', async () => {
  const english = await words('en');
  for (const language of OTHERS) {
    for (const [key, {message, placeholders}] of Object.entries(await words(language))) {
      const expected = english[key]?.message.match(/\$\w+\$/g)?.sort();
      assert.deepEqual(message.match(/\$\w+\$/g)?.sort(), expected, `${language}.${key}`);
      assert.deepEqual(placeholders, english[key]?.placeholders, `${language}.${key}`);
    }
  }
});

test('the extension has words for every sentence of the daemon, and in English the same', async () => {
  const english = await words('en');
  for (const [kind, path] of [['reason', 'recsys/reasons.py'], ['state', 'daemon/recommender/states.py']]) {
    const table = /SENTENCES: Mapping\[str, str\] = \{\n(.*?)\n\}/s.exec(await readFile(new URL(`../../${path}`, import.meta.url), 'utf8'))?.[1] ?? '';
    const sentences = [...table.matchAll(/^ {4}"(\w+)": "(.*)",$/gm)];
    assert.ok(sentences.length >= 7, path);
    for (const [, form, sentence] of sentences) {
      assert.equal(english[`${kind}_${form}`]?.message.replaceAll(/\$\w+\$/g, '{}'), sentence);
    }
  }
});
