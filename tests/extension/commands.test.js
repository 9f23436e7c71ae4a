import assert from 'node:assert/strict';
import {test} from 'node:test';

import {Commands} from '../../extension/worker/commands.js';

/** @returns {any} */
function browser() {
  /** @type {unknown[]} */
  const heard = [];
  const stored = {paused: false};
  return {
    heard, stored,
    commands: new Commands({
      storage: /** @type {any} */ ({get: async () => stored.paused}),
      recording: {pause: async paused => { stored.paused = paused; }},
      askPage: async (tabId, wish) => { heard.push([tabId, wish]); return true; },
    }),
  };
}

test('a key pauses, and the same key resumes', async () => {
  const {commands, stored} = browser();
  for (const paused of [true, false]) {
    await commands.run('pause', undefined);
    assert.equal(stored.paused, paused);
  }
});

test('a thumb goes to the tab in front, and nothing else does', async () => {
  const {commands, heard} = browser();
  await commands.run('up', {id: 7});
  await commands.run('down', {id: 8});
  await commands.run('down', undefined);
  await commands.run('_execute_action', {id: 9});
  assert.deepEqual(heard, [[7, {rate: 'up'}], [8, {rate: 'down'}]]);
});
