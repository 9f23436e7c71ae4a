// Numbers of cards in many languages: understood, or null.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {runInThisContext} from 'node:vm';

for (const name of ['ids', 'texts']) runInThisContext(readFileSync(new URL(`../../extension/youtube/${name}.js`, import.meta.url), 'utf8'));
const {ownfeedIds, ownfeedTexts} = /** @type {any} */ (globalThis);

/** @type {[string, number | null][]} */
const COUNTS = [
  ['2.1m views', 2_100_000], ['345K', 345_000], ['1,234,567 views', 1_234_567], ['1.234.567 Aufrufe', 1_234_567], ['2,1 Mio. Aufrufe', 2_100_000],
  ['19 тыс. просмотров', 19_000], ['345 thousand views', 345_000], ['1 234 vues', 1_234], ['21 k vues', 21_000], ['12万回視聴', 120_000],
  ['조회수 3만회', null], ['١٢٬٣ ألف مشاهدة', null], ['٤٥ مشاهدة', 45], ['508 watching', 508], ['4,5 xyz. zobrazení', null], ['No views', null], ['', null],
];

for (const [text, count] of COUNTS) {
  test(`a card's ${JSON.stringify(text)} is ${count}`, () => assert.equal(ownfeedTexts.count(text), count));
}

test('what no JSON may hold is left out, and a text that is cut never ends in half a character', () => {
  assert.equal(ownfeedTexts.plain('a\u0000b\ud83dc \u{1f35e} ‮'), 'abc \u{1f35e}');
  assert.equal(ownfeedTexts.short('bread \u{1f35e}\u{1f35e}', 8), 'bread \u{1f35e}');
  assert.equal(ownfeedTexts.short('bread \u{1f35e}\u{1f35e}', 9), 'bread \u{1f35e}');
});

test('a badge is a length only when it looks like a time', () => {
  assert.equal(ownfeedTexts.seconds('1:02:49'), 3769);
  assert.equal(ownfeedTexts.seconds(' 0:28 '), 28);
  assert.equal(ownfeedTexts.seconds('١:٠٢'), 62);
  for (const badge of ['LIVE', '4K', 'SHORTS', 'CC', '10', '']) assert.equal(ownfeedTexts.seconds(badge), null);
});

test('a link tells a video from a Short, a mix and a playlist, and an advertisement is nothing', () => {
  const kind = (/** @type {string} */ href) => ownfeedIds.target(href)?.kind ?? null;
  assert.equal(kind('/watch?v=abcdefghijk&pp=xyz'), 'video');
  assert.equal(kind('/shorts/abcdefghijk'), 'short');
  assert.equal(kind('/watch?v=abcdefghijk&list=RDabcdefghijk&start_radio=1'), 'mix');
  assert.equal(kind('/watch?v=abcdefghijk&list=PL0123456789'), 'playlist');
  assert.equal(kind('https://www.googleadservices.com/pagead/aclk?adurl=abcdefghijk'), null);
  assert.equal(kind('/watch?v=tooshort'), null);
});

test('a page is known by its address alone', () => {
  const pages = {'/': 'home', '/watch': 'watch', '/results': 'search', '/feed/subscriptions': 'subscriptions', '/feed/you': 'other', '/@someone/videos': 'channel', '/shorts/abcdefghijk': 'shorts'};
  for (const [path, kind] of Object.entries(pages)) assert.equal(ownfeedIds.pageKind(path), kind);
});
