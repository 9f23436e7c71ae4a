import assert from 'node:assert/strict';
import {test} from 'node:test';

import {toldYoutube} from '../../extension/features/told-youtube.js';

const VIDEO = 'aaaaaaaaaaa';

/** A page of YouTube's on which a person can press YouTube's own buttons, by an hour that the test sets. @param {import('node:test').TestContext} t */
function opened(t) {
  t.mock.timers.enable({apis: ['setTimeout']});
  const page = {hidden: false};
  Object.assign(globalThis, {document: page});
  const sent = /** @type {string[]} */ ([]);
  const leaving = new AbortController();
  let press = (/** @type {import('../../extension/types').Act} */ _act) => {};
  const youtube = {
    offersUndo: () => false, facts: {of: () => ({channel_name: 'C'})}, onLeave: () => {},
    onAct: (/** @type {typeof press} */ listener) => { press = listener; },
  };
  const tools = {youtube, signals: {send: (/** @type {{type: string}} */ {type}) => sent.push(type)}, thumbs: {}, surface: 'home', signal: leaving.signal};
  void toldYoutube.start(/** @type {any} */ (tools));
  return {youtube, page, sent, leaving, say: (/** @type {'block_channel' | 'unblock_channel'} */ kind) => press({kind, videoId: VIDEO}), pass: (/** @type {number} */ ms) => t.mock.timers.tick(ms)};
}

test('a channel is blocked ten seconds after that was said last, once', t => {
  const {sent, say, pass} = opened(t);
  say('block_channel');
  pass(5_000);
  say('unblock_channel');
  pass(3_000);
  say('block_channel');
  pass(9_000);
  assert.deepEqual(sent, []);
  pass(1_000);
  assert.deepEqual(sent, ['block_channel']);
  pass(20_000);
  assert.deepEqual(sent, ['block_channel']);
});

test('a block can be taken back for as long as YouTube offers that, and is told soon after', t => {
  const {youtube, sent, say, pass} = opened(t);
  youtube.offersUndo = () => true;
  say('block_channel');
  pass(600_000);
  say('unblock_channel');
  say('block_channel');
  pass(600_000);
  assert.deepEqual(sent, []);
  youtube.offersUndo = () => false;
  pass(10_000);
  assert.deepEqual(sent, ['block_channel']);
});

test('a tab that stays hidden for ten seconds may be discarded, so a block is told; a look at another takes nothing back', t => {
  const {youtube, page, sent, say, pass} = opened(t);
  youtube.offersUndo = () => true;
  say('block_channel');
  pass(5_000);
  page.hidden = true;
  pass(6_000);
  page.hidden = false;
  pass(60_000);
  assert.deepEqual(sent, []);
  page.hidden = true;
  for (let looks = 0; looks < 3; looks += 1) pass(10_000);
  assert.deepEqual(sent, ['block_channel']);
});

test('who leaves the page has meant it, and it is told once', t => {
  const {sent, say, pass, leaving} = opened(t);
  say('block_channel');
  say('block_channel');
  leaving.abort();
  pass(20_000);
  assert.deepEqual(sent, ['block_channel']);
});
