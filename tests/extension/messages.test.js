import assert from 'node:assert/strict';
import {test} from 'node:test';

import {request} from '../../extension/messages.js';

const STOPPED = new Error('A listener indicated an asynchronous response, but the message channel closed before one was received');

/**
 * chrome.runtime with a worker that behaves as planned, one entry per message.
 * @param {(object | Error | undefined)[]} plan
 * @param {string | undefined} [id] absent once the extension was reloaded
 */
function withWorker(plan, id = 'ours') {
  const sent = /** @type {unknown[]} */ ([]);
  const sendMessage = async (/** @type {unknown} */ message) => {
    const next = plan[sent.push(message) - 1];
    if (next instanceof Error) throw next;
    return next;
  };
  Object.assign(globalThis, {chrome: {runtime: {id, sendMessage}}});
  return sent;
}

test('a worker that is stopped before it answers is asked again', async () => {
  const sent = withWorker([STOPPED, undefined, {ok: true, value: {waiting: 0}}]);
  assert.deepEqual(await request('status', {}), {waiting: 0});
  assert.equal(sent.length, 3);
});

test('a worker that never answers is not asked for ever', async () => {
  const sent = withWorker([STOPPED, STOPPED, STOPPED, STOPPED]);
  await assert.rejects(request('status', {}), {code: 'failed'});
  assert.equal(sent.length, 3);
});

test('a refusal is told at once, in the words of the worker', async () => {
  const sent = withWorker([{ok: false, code: 'away', message: 'Start it.'}]);
  await assert.rejects(request('feed', {}), {code: 'away', message: 'Start it.'});
  assert.equal(sent.length, 1);
});

test('a page that is only being prepared says nothing until the person comes to it', async () => {
  const page = Object.assign(new EventTarget(), {prerendering: true});
  Object.assign(globalThis, {document: page});
  const sent = withWorker([{ok: true, value: null}]);
  const reply = request('unrecognised', {surface: 'home', count: 1});
  await new Promise(done => setImmediate(done));
  assert.equal(sent.length, 0);
  page.prerendering = false;
  page.dispatchEvent(new Event('prerenderingchange'));
  assert.equal(await reply, null);
  assert.equal(sent.length, 1);
  Reflect.deleteProperty(globalThis, 'document');
});

test('a page of an extension that was reloaded learns that it should go', async () => {
  withWorker([new Error('Extension context invalidated.')]);
  await assert.rejects(request('status', {}), {code: 'invalidated'});
  const sent = withWorker([], '');
  await assert.rejects(request('status', {}), {code: 'invalidated'});
  assert.equal(sent.length, 0);
});
