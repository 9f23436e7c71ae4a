import assert from 'node:assert/strict';
import {test} from 'node:test';

Object.defineProperty(globalThis, 'navigator', {value: {languages: ['de-AT']}}); // before the language is chosen
const {words} = await import('../../daemon/pages/dashboard/words/de.js');

test('numbers on the dashboard have the comma and the point of its language', () => {
  assert.equal(words.interval('hybrid', 0.5, 0.256, 0.75), 'hybrid 0,50 (95 % zwischen 0,26 und 0,75)');
  assert.equal(words.mapSays(2000, 12_345, []), 'Landkarte mit 2.000 von 12.345 Videos');
  assert.equal(words.effect({added: Array(1200).fill(null), removed: [], moved: [null]}), 'In deinem nächsten Feed: 1.200 neu, 0 weg, 1 verschoben.');
  assert.equal(words.backedUp('heute.db', 1_234_560_000), 'heute.db wurde geschrieben (1.234,6 MB).');
});
