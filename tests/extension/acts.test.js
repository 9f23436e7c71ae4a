// What is asked of YouTube, read as what a person said.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {runInThisContext} from 'node:vm';

const activation = {isActive: true};
/** @type {((event: object) => void)[]} */
const hearers = [];
Object.assign(globalThis, {window: globalThis, location: {origin: 'https://www.youtube.com'}, addEventListener: (/** @type {string} */ _, /** @type {any} */ hear) => hearers.push(hear)});
Object.defineProperty(globalThis, 'navigator', {value: {userActivation: activation}, configurable: true});
for (const name of ['ids', 'texts', 'facts', 'acts']) runInThisContext(readFileSync(new URL(`../../extension/youtube/${name}.js`, import.meta.url), 'utf8'));

/** @type {object[]} */
const acts = [];
/** @type {any} */ (globalThis).ownfeedActs.onAct((/** @type {object} */ act) => acts.push(act), new AbortController().signal);

/** @param {object} data @returns {object[]} what was heard of it */
function post(data) {
  acts.length = 0;
  hearers.forEach(hear => hear({source: globalThis, origin: location.origin, data: {ownfeed: 'page-data', facts: JSON.stringify(data)}}));
  return [...acts];
}

const videoId = 'aaaaaaaaaaa';
const feedback = (/** @type {string} */ token) => ({asked: {path: 'feedback', body: {feedbackTokens: [token]}}});

test('an entry of a menu is known by its symbol, and its undo by its token', () => {
  post({cards: [null, {videoId, menu: [{symbol: 'HIDE', token: 'a', undo: 'b'}, {symbol: 'REMOVE', token: 'c', undo: 'd'}, {symbol: 'DELETE', token: 'e'}]}]});
  assert.deepEqual(['a', 'b', 'c', 'd', 'e', 'x'].flatMap(token => post(feedback(token))), [
    {kind: 'not_interested', videoId}, {kind: 'clear_rating', videoId}, {kind: 'block_channel', videoId}, {kind: 'unblock_channel', videoId},
  ]);
});

test('likes and subscriptions are known by what is asked; ids of another form are not', () => {
  assert.deepEqual(post({asked: {path: 'like/dislike', body: {target: {videoId}}}}), [{kind: 'thumbs_down', videoId}]);
  assert.deepEqual(post({asked: {path: 'like/like', body: {target: {playlistId: 'PL'}}}}), []);
  const channelId = `UC${'c'.repeat(22)}`;
  assert.deepEqual(post({asked: {path: 'subscription/subscribe', body: {channelIds: [channelId, 'x']}}}), [{kind: 'subscribe', channelId}]);
  assert.deepEqual(post({asked: {path: 'subscription/other', body: null}}), []);
});

test('without a click or a key of the person nothing is heard', () => {
  activation.isActive = false;
  assert.deepEqual(post({asked: {path: 'like/like', body: {target: {videoId}}}}), []);
});
