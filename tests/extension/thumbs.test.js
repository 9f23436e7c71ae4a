// What is known of videos' thumbs on a page: asked of the worker, said by the person, whichever came last.
import assert from 'node:assert/strict';
import {test} from 'node:test';

import {Thumbs} from '../../extension/features/thumbs.js';

/** @param {number} index */
const id = index => `video${String(index).padStart(6, '0')}`;

/** A worker that answers when the test lets it, and the page's thumbs. */
function arranged() {
  const asked = /** @type {string[][]} */ ([]);
  let answer = (/** @type {object} */ _ratings) => {};
  /** @type {any} */ (globalThis).chrome = {runtime: {id: 'x', sendMessage: (/** @type {any} */ {payload}) => new Promise(done => {
    asked.push(payload.videoIds);
    answer = ratings => done({ok: true, value: {state: 'ok', ratings}});
  })}};
  const thumbs = new Thumbs(/** @type {any} */ ({send: () => undefined}));
  return {asked, thumbs, answers: (/** @type {object} */ ratings) => answer(ratings)};
}

test('what a person says while the worker is asked stands, and the rest of the answer is taken', async () => {
  const {thumbs, answers} = arranged();
  const learning = thumbs.learn([id(0), id(1)], 'home');
  thumbs.rate(id(0), 'down', {surface: 'home'});
  answers({[id(0)]: 'up', [id(1)]: 'up'});
  assert.equal(await learning, true);
  assert.deepEqual([thumbs.of(id(0)), thumbs.of(id(1))], ['down', 'up']);
});

test('more videos than one question may name are asked for in several', async () => {
  const {asked, thumbs, answers} = arranged();
  const learning = thumbs.learn(Array.from({length: 700}, (_, index) => id(index)), 'home');
  for (let answered = 0; answered < 3; answered += 1) {
    answers({[id(699)]: 'up'});
    await new Promise(done => setImmediate(done));
  }
  assert.equal(await learning, true);
  assert.deepEqual(asked.map(each => each.length), [300, 300, 100]);
  assert.equal(thumbs.of(id(699)), 'up');
});
