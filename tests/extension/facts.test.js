// What YouTube's data says of a video, in wire form.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {runInThisContext} from 'node:vm';

/** @type {((message: object) => void)[]} */
const hearers = [];
const page = /** @type {any} */ (globalThis);
Object.assign(page, {window: page, location: {origin: 'https://www.youtube.com'}, addEventListener: (/** @type {string} */ _, /** @type {any} */ hear) => hearers.push(hear)});
for (const name of ['ids', 'texts', 'facts']) runInThisContext(readFileSync(new URL(`../../extension/youtube/${name}.js`, import.meta.url), 'utf8'));

/** What is known of a video after the page's data said this. @param {object} said */
function told(said) {
  const facts = JSON.stringify({place: 'home', cards: [{videoId: 'abcdefghijk', title: 'Bread', ...said}]});
  for (const hear of hearers) hear({source: page, origin: page.location.origin, data: {ownfeed: 'page-data', facts}});
  return page.ownfeedFacts.of('abcdefghijk');
}

test('a broadcast is live until a length says that it is over; what has neither says nothing', () => {
  assert.equal(told({lengthTexts: ['UPCOMING'], live: false}).is_live, undefined);
  assert.equal(told({lengthTexts: ['LIVE'], live: true}).is_live, true);
  assert.equal(told({lengthTexts: [], live: false}).is_live, true);
  assert.equal(told({lengthTexts: ['1:02:49'], live: false}).is_live, false);
});

test('a Short is one where its entry opens among the Shorts', () => {
  assert.equal(told({short: false}).is_short, undefined);
  assert.equal(told({short: true}).is_short, true);
});
