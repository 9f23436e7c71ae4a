import assert from 'node:assert/strict';
import {readFile, readdir} from 'node:fs/promises';
import {test} from 'node:test';

import {LANGUAGES, chosen} from '../../daemon/pages/dashboard/language.js';

const PAGES = new URL('../../daemon/pages/dashboard/', import.meta.url);

/** @typedef {Record<string, string | string[] | Record<string, string> | Function>} Words */

/** @param {string} language @returns {Promise<Words>} */
const words = async language => (await import(new URL(`words/${language}.js`, PAGES).href)).words;

/** What each text says, functions called with the same things. @param {Words[string]} text @returns {string} */
const said = text => typeof text === 'function' ? text(...ARGUMENTS.slice(0, text.length)) : JSON.stringify(text);
const ARGUMENTS = [Object.assign(new String('7'), {added: [], removed: [], moved: []}), new String('5'), ['3'], 9];

/** What is the same in another language. */
const SAME = ['de.version'];

test('the dashboard speaks the seven languages of the extension, each with a file of its own', async () => {
  const files = (await readdir(new URL('words/', PAGES))).map(name => name.replace('.js', '')).sort();
  assert.deepEqual(files, [...LANGUAGES].sort());
  const ours = (await readdir(new URL('../../extension/_locales/', import.meta.url))).map(name => name.replace('_', '-')).sort();
  assert.deepEqual(files, ours);
});

test('every language says the same things in the same order, with as much in each list', async () => {
  const english = await words('en');
  for (const language of LANGUAGES) {
    const there = await words(language);
    assert.deepEqual(Object.keys(there), Object.keys(english), language);
    for (const [key, text] of Object.entries(english)) {
      const other = there[key];
      assert.equal(typeof other, typeof text, `${language}.${key}`);
      if (typeof text === 'object') assert.deepEqual(Object.keys(other ?? {}), Object.keys(text), `${language}.${key}`);
    }
  }
});

test('nothing is left in English but what is the same word there', async () => {
  const english = await words('en');
  const alike = await Promise.all(LANGUAGES.filter(each => each !== 'en').map(async language => {
    const there = await words(language);
    return Object.keys(english).filter(key => said(there[key] ?? '') === said(english[key] ?? '')).map(key => `${language}.${key}`);
  }));
  assert.deepEqual(alike.flat().sort(), [...SAME].sort());
});

test('Spanish says tú throughout: “sus datos” would be somebody else’s', async () => {
  const there = await words('es');
  assert.deepEqual(Object.keys(there).filter(key => /^Sus? /.test(said(there[key] ?? '').replace(/^"/, ''))), []);
});

test('every number in a sentence is written by the language', async () => {
  for (const language of LANGUAGES) {
    const file = await readFile(new URL(`words/${language}.js`, PAGES), 'utf8');
    assert.deepEqual(file.match(/toFixed|\$\{[\w.]*\.length\}|\$\{Math\.|\$\{(?:count|shown|total|places|used|limit|mean|low|high|liked|bytes)\}/g) ?? [], [], language);
  }
});

test('the shell and the scripts hold no text of their own', async () => {
  const english = await words('en');
  const shell = await readFile(new URL('index.html', PAGES), 'utf8');
  const text = shell.replace(/<[^>]*>/g, ' ').split(/\s+/).filter(Boolean);
  assert.deepEqual(text, ['OwnFeed', 'OwnFeed'], 'its name, as title and as heading');
  const named = [...shell.matchAll(/data-(?:text|label)="(\w+)"/g)].map(([, key]) => key ?? '');
  assert.ok(named.length >= 13);
  assert.deepEqual(named.filter(key => !(key in english)), []);
  for (const name of (await readdir(PAGES)).filter(each => each.endsWith('.js'))) {
    const code = (await readFile(new URL(name, PAGES), 'utf8')).replace(/^\s*(\/\/|\/?\*).*$/gm, '').replace(/\/\/ .*$/gm, '').replace(/\/\*\*.*?\*\//g, '');
    assert.deepEqual(code.match(/['`>][A-Z][a-z]+ [a-z]+[^'`]*['`]/g) ?? [], [], name);
  }
});

test('the first language a person wants and we speak is spoken, whatever the country, and English without one', () => {
  assert.equal(chosen(['de-AT', 'en']), 'de');
  assert.equal(chosen(['nl', 'pt-PT']), 'pt-BR');
  assert.equal(chosen(['nl']), 'en');
  assert.equal(chosen([]), 'en');
});
