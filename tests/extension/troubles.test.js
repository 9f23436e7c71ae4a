// What went wrong, in the person's language where it is OwnFeed's own sentence.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {told} from '../../extension/ui/text.js';

/** @type {Record<string, {message: string}>} */
const german = JSON.parse(readFileSync(new URL('../../extension/_locales/de/messages.json', import.meta.url), 'utf8'));
Object.assign(globalThis, {chrome: {i18n: {getMessage: (/** @type {string} */ key) => german[key]?.message ?? ''}}});

for (const code of ['away', 'unpaired', 'stranger', 'outdated']) {
  test(`a daemon that is ${code} is told of in the person's language`, () => {
    const said = told(Object.assign(new Error('in English'), {code}));
    assert.equal(said, german[`trouble_${code}`]?.message);
    assert.ok(said);
  });
}

test('what the daemon or the browser says itself is said as it says it', () => {
  assert.equal(told(Object.assign(new Error('This code is wrong.'), {code: 'refused'})), 'This code is wrong.');
  assert.equal(told(new Error('The file could not be read.')), 'The file could not be read.');
});
