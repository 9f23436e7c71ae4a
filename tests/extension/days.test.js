import assert from 'node:assert/strict';
import {test} from 'node:test';

import {dayOf} from '../../extension/features/days.js';
import {stableId} from '../../extension/stable-id.js';

const NOW = new Date(2026, 10, 26, 9); // a Thursday

/** @param {string} heading @param {string} language */
const daysBack = (heading, language) => {
  const day = dayOf(heading, language, NOW);
  return day && Math.round((new Date(2026, 10, 26, 12).getTime() - day.getTime()) / 86_400_000);
};

/** @type {[string, string, number | null][]} */
const HEADINGS = [
  ['Today', 'en', 0], ['Yesterday', 'en', 1], ['Tuesday', 'en', 2], ['Nov 19', 'en', 7], ['Dec 31, 2025', 'en', 330],
  ['Heute', 'de', 0], ['Gestern', 'de', 1], ['Dienstag', 'de', 2], ['19. Nov.', 'de', 7], ['hier', 'fr', 1], ['mardi', 'fr', 2],
  ['Ayer', 'es', 1], ['ontem', 'pt-BR', 1], ['昨日', 'ja', 1], ['11月19日', 'ja', 7], ['أمس', 'ar', 1],
  ['Once upon a time', 'en', null], ['', 'en', null],
];

for (const [heading, language, back] of HEADINGS) {
  test(`${JSON.stringify(heading)} is ${back === null ? 'no day that can be known' : `${back} days ago`}`, () => {
    assert.equal(daysBack(heading, language), back);
  });
}

test('a day is worked out once: every card under a heading asks for it, at every look', () => {
  assert.equal(dayOf('Nov 19', 'en', NOW), dayOf('Nov 19', 'en', new Date(2026, 10, 26, 23)));
  assert.notEqual(dayOf('Yesterday', 'en', NOW), dayOf('Yesterday', 'en', new Date(2026, 10, 27, 9)));
});

test('a language that there is none of names no day', () => {
  assert.equal(dayOf('Today', 'no language', NOW), null);
});

test('the same thing has the same id, a UUID, and another thing another', async () => {
  const [one, again, other] = await Promise.all([stableId('bar aaaaaaaaaaa'), stableId('bar aaaaaaaaaaa'), stableId('bar bbbbbbbbbbb')]);
  assert.match(one, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  assert.equal(one, again);
  assert.notEqual(one, other);
});
