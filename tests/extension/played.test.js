// Played seconds: what playback went through, once.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Played} from '../../extension/features/played.js';

/** @param {Played} played @param {number} from @param {number} to @param {number} [rate] */
function play(played, from, to, rate = 1) {
  for (let at = from; at <= to + 1e-9; at += 0.25 * rate) played.reach(at, rate);
}

test('playing adds the seconds it passed', () => {
  const played = new Played();
  play(played, 0, 10);
  assert.equal(played.seconds, 10);
});

test('a seek adds nothing, and watching a part twice counts once', () => {
  const played = new Played();
  play(played, 0, 10);
  played.leap();
  play(played, 60, 65);
  played.leap();
  play(played, 5, 12);
  assert.equal(played.seconds, 17);
});

test('what was played between the last report and a seek counts', () => {
  const played = new Played();
  play(played, 0, 4);
  const browsers = [[0, 4.25], [50, 60]];
  const account = {length: 2, start: (/** @type {number} */ i) => browsers[i]?.[0] ?? 0, end: (/** @type {number} */ i) => browsers[i]?.[1] ?? 0};
  played.breakOff(account, 1);
  play(played, 50, 51);
  assert.equal(played.seconds, 5.25);
});

test('a jump that nobody announced is taken for a seek', () => {
  const played = new Played();
  play(played, 0, 4);
  played.reach(30, 1);
  played.reach(30.25, 1);
  assert.equal(played.seconds, 4.25);
});

test('at double speed a step may be twice as long', () => {
  const played = new Played();
  played.reach(0, 2);
  played.reach(3, 2);
  assert.equal(played.seconds, 3);
});

test('which seconds those are is told in order, of very many ranges the longest', () => {
  const played = new Played();
  play(played, 60, 65.25);
  played.leap();
  play(played, 0, 10);
  assert.deepEqual(played.parts, [[0, 10], [60, 65.3]]);
  for (let at = 100; at < 400; at += 2) {
    played.leap();
    play(played, at, at + 1);
  }
  assert.equal(played.parts.length, 100);
  assert.deepEqual(played.parts.slice(0, 2), [[0, 10], [60, 65.3]]);
});
