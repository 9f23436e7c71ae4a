// Deleting everything: the order of its steps, and what holds when the daemon fails in between.
import assert from 'node:assert/strict';
import {test} from 'node:test';

import {DaemonError} from '../../extension/worker/daemon-error.js';
import {Wipe} from '../../extension/worker/wipe.js';

/** @param {Partial<Record<'meet' | 'wipe', () => Promise<unknown>>>} [daemon] @param {boolean} [paused] by the person */
function noted(daemon = {}, paused = false) {
  const steps = /** @type {string[]} */ ([]);
  const stored = /** @type {Record<string, unknown>} */ ({paused});
  const note = (/** @type {string} */ step) => void steps.push(step);
  const parts = {
    storage: {
      get: async (/** @type {string} */ key) => stored[key],
      set: async (/** @type {string} */ key, /** @type {unknown} */ value) => { note(`${key} ${value}`); stored[key] = value; },
    },
    daemon: {
      meet: daemon.meet ?? (async () => note('meet')),
      wipe: daemon.wipe ?? (async () => { note('delete'); return {epoch: 5}; }),
      forget: () => {},
    },
    person: {forget: async () => note('forget'), isInEpoch: async (/** @type {number} */ epoch) => note(`epoch ${epoch}`)},
  };
  return {wipe: new Wipe(/** @type {any} */ (parts)), steps, stored};
}

const away = async () => { throw new DaemonError('away', 'Start it.'); };

test('it pauses, empties this side, deletes the other, takes the new epoch, and goes on as before', async () => {
  const {wipe, steps} = noted();
  await wipe.run();
  assert.deepEqual(steps, ['meet', 'paused by wipe', 'forget', 'delete', 'epoch 5', 'paused false']);
});

test('with the daemon away nothing is touched', async () => {
  const {wipe, steps} = noted({meet: away});
  await assert.rejects(wipe.run(), {code: 'away'});
  assert.deepEqual(steps, []);
});

test('when the daemon fails in between, recording stays paused', async () => {
  const {wipe, stored} = noted({wipe: away});
  await assert.rejects(wipe.run(), {code: 'away'});
  assert.ok(stored['paused']);
});

test('a wipe that succeeds at the second try goes on as before the first', async () => {
  for (const paused of [false, true]) {
    const answers = [away, async () => ({epoch: 5})];
    const {wipe, stored} = noted({wipe: async () => answers.shift()?.()}, paused);
    await assert.rejects(wipe.run(), {code: 'away'});
    await wipe.run();
    assert.equal(stored['paused'], paused);
  }
});
