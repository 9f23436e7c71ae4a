import assert from 'node:assert/strict';
import {test} from 'node:test';

import {age, clock, compact} from '../../extension/ui/figures.js';

test('a length is read as on a clock', () => {
  assert.deepEqual([0, 59.6, 247, 3753, 36_000].map(clock), ['0:00', '1:00', '4:07', '1:02:33', '10:00:00']);
});

test('views are short, in the language of the browser', () => {
  assert.equal(compact(1_234_567, 'en'), '1.2M');
  assert.equal(compact(999, 'en'), '999');
  assert.equal(compact(48_000, 'de'), '48.000');
});

test('an age is told in its largest whole unit', () => {
  const now = Date.parse('2026-11-21T12:00:00Z');
  assert.equal(age('2026-11-21T11:59:30Z', now, 'en'), 'this minute');
  assert.equal(age('2026-11-20T11:00:00Z', now, 'en'), 'yesterday');
  assert.equal(age('2026-10-31T12:00:00Z', now, 'en'), '3 weeks ago');
  assert.equal(age('2023-11-01T12:00:00Z', now, 'de'), 'vor 3 Jahren');
});

test('a moment in the future is now, and what is no moment is nothing', () => {
  const now = Date.parse('2026-11-21T12:00:00Z');
  assert.equal(age('2026-12-21T12:00:00Z', now, 'en'), 'this minute');
  assert.equal(age('soon', now, 'en'), '');
});
