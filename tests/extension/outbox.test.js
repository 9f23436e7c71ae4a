// Signals on their way to the worker: what it says of each, and what holds when it is slow and the page goes.
import assert from 'node:assert/strict';
import {test} from 'node:test';

import {Outbox} from '../../extension/features/outbox.js';

const settled = () => new Promise(done => setImmediate(done));

/** A worker that answers when the test lets it. */
function waitedFor() {
  const sent = /** @type {string[][]} */ ([]);
  let answer = (/** @type {object} */ _fate) => {};
  /** @type {any} */ (globalThis).chrome = {runtime: {id: 'x', sendMessage: (/** @type {any} */ {payload}) => new Promise(done => {
    sent.push(payload.events.map((/** @type {{id: string}} */ {id}) => id));
    answer = fate => done({ok: true, value: {stored: [], leftOut: [], ...fate}});
  })}};
  return {sent, answers: async (/** @type {object} */ fate) => { answer(fate); await settled(); }};
}

test('what was left out is told of and not sent again, though it has grown meanwhile', async () => {
  const {sent, answers} = waitedFor();
  const outbox = new Outbox(() => {});
  const heard = /** @type {string[][]} */ ([]);
  const page = new AbortController();
  outbox.onLeftOut(ids => heard.push(ids), page.signal);
  const grow = (/** @type {string} */ id) => outbox.send({id, type: 'watch', surface: 'home'});
  for (const id of ['kept', 'left']) grow(id);
  await settled();
  grow('left');
  await answers({stored: ['kept'], leftOut: ['left']});
  page.abort();
  grow('left');
  await settled();
  await answers({leftOut: ['left']});
  assert.deepEqual(sent, [['kept', 'left'], ['left']]);
  assert.deepEqual(heard, [['left']], 'and not by a page that was left');
});

test('a watch that has grown while it was stored is sent again', async () => {
  const {sent, answers} = waitedFor();
  const outbox = new Outbox(() => {});
  outbox.send({id: 'w', type: 'watch', surface: 'home'});
  await settled();
  outbox.send({id: 'w', type: 'watch', surface: 'home'});
  await answers({stored: ['w']});
  await new Promise(done => setTimeout(done, 0));
  await settled();
  await answers({stored: ['w']});
  assert.deepEqual(sent, [['w'], ['w']]);
});

/** A page whose worker has not answered yet; `sent` has the types of each message. */
function unanswered() {
  const sent = /** @type {string[][]} */ ([]);
  const sendMessage = (/** @type {any} */ {payload}) => {
    sent.push(payload.events.map((/** @type {{type: string}} */ {type}) => type));
    return new Promise(() => {});
  };
  Object.assign(globalThis, {chrome: {runtime: {id: 'ours', sendMessage}}});
  const outbox = new Outbox(() => {});
  const say = async (/** @type {import('../../extension/types').SignalType} */ type) => {
    outbox.send({type});
    await new Promise(done => setImmediate(done));
  };
  return {sent, outbox, say};
}

test('one message is under way at a time', async () => {
  const {sent, say} = unanswered();
  await say('watch');
  await say('block_channel');
  assert.deepEqual(sent, [['watch']]);
});

test('while the page goes nothing waits for an answer; once it is back what was not answered is said again, and the rest waits', async () => {
  const {sent, outbox, say} = unanswered();
  await say('watch');
  outbox.leave(true);
  await say('block_channel');
  assert.deepEqual(sent, [['watch'], ['watch', 'block_channel']]);
  outbox.leave(false);
  await say('subscribe');
  assert.deepEqual(sent.slice(2), [['watch', 'block_channel']]);
});
