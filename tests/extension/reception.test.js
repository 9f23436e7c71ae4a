import assert from 'node:assert/strict';
import {test} from 'node:test';

import {SENDERS} from '../../extension/messages.js';
import {DaemonError} from '../../extension/worker/daemon-error.js';
import {Pace} from '../../extension/worker/pace.js';
import {PAYLOADS} from '../../extension/worker/payloads.js';
import {Reception} from '../../extension/worker/reception.js';
import {classOf} from '../../extension/worker/senders.js';
import {impressions} from './doubles.js';

const OWN_ID = 'babkfdogofflnlafgiedepefepihfmfj';
const TAB = {id: OWN_ID, origin: 'https://www.youtube.com', url: 'https://www.youtube.com/', frameId: 0, tab: {id: 7, incognito: false}};
const POPUP = {id: OWN_ID, origin: `chrome-extension://${OWN_ID}`, url: `chrome-extension://${OWN_ID}/popup/popup.html`};

/** @param {Record<string, unknown>} handlers */
const reception = handlers => new Reception({handlers: /** @type {any} */ (handlers), pace: new Pace(() => 0), ownId: OWN_ID});

/** @param {object} sender */
const sentBy = sender => classOf(/** @type {any} */ (sender), OWN_ID);

/** The messages that a class may send. @param {import('../../extension/types').SenderClass} sentBy */
const askedBy = sentBy => Object.entries(SENDERS).filter(([, classes]) => classes.includes(sentBy)).map(([name]) => name);

test('a youtube.com tab and our own pages are told apart, everybody else is nobody', () => {
  assert.equal(sentBy(TAB), 'content');
  assert.equal(sentBy(POPUP), 'page');
  const foreign = {
    'another extension': {...TAB, id: 'x'.repeat(32)},
    'another site': {...TAB, origin: 'https://evil.example'},
    'another YouTube host': {...TAB, origin: 'https://music.youtube.com'},
    'a frame': {...TAB, frameId: 3},
    'no tab': {...TAB, tab: undefined},
    'a private tab': {...TAB, tab: {id: 7, incognito: true}},
    'an origin that lies about its page': {...POPUP, url: 'https://www.youtube.com/'},
    'nothing known': {},
  };
  for (const [name, sender] of Object.entries(foreign)) assert.equal(sentBy(sender), null, name);
});

test('a page that was left may say its last words, and ask nothing', async () => {
  const left = {...TAB, frameId: 6, documentLifecycle: 'cached', tab: {id: 7, incognito: false, url: 'about:blank'}};
  assert.equal(sentBy(left), 'left');
  assert.equal(sentBy({...left, documentLifecycle: 'pending_deletion'}), 'left');
  for (const foreign of [{origin: 'https://evil.example'}, {documentLifecycle: 'active'}]) assert.equal(sentBy({...left, ...foreign}), null);
  assert.deepEqual(askedBy('left'), ['signals']);
});

test('a page that Chrome prepares before the person goes to it may ask how it shall look, and tell nothing', async () => {
  const coming = {...TAB, frameId: 5, documentLifecycle: 'prerender', tab: {id: 7, incognito: false, url: 'https://www.google.com/'}};
  assert.equal(sentBy(coming), 'coming');
  for (const foreign of [{origin: 'https://evil.example'}, {id: 'x'.repeat(32)}, {tab: {id: 7, incognito: true}}]) {
    assert.equal(sentBy({...coming, ...foreign}), null);
  }
  assert.deepEqual(askedBy('coming'), ['rank', 'standing']);
});

test('a page that was left waits as its tab does, and our own pages never', async () => {
  const handlers = {signals: async () => null};
  const left = {...TAB, frameId: 6, documentLifecycle: 'cached'};
  const codes = async (/** @type {object} */ sender) => {
    const front = reception(handlers);
    const replies = Array.from({length: 201}, () => front.receive({name: 'signals', payload: {events: []}}, /** @type {any} */ (sender)));
    return (await Promise.all(replies)).map(reply => reply.ok ? 'ok' : reply.code);
  };
  for (const sender of [TAB, left]) assert.deepEqual((await codes(sender)).slice(-2), ['ok', 'busy']);
  assert.equal((await codes(POPUP)).at(-1), 'ok');
});

test('a youtube.com tab gets no message of the settings class answered', async () => {
  const forbidden = Object.entries(SENDERS).filter(([, classes]) => !classes.includes('content')).map(([name]) => name);
  assert.ok(forbidden.length > 8);
  const everything = Object.fromEntries(forbidden.map(name => [name, () => assert.fail(`${name} was handled`)]));
  for (const name of forbidden) {
    const reply = await reception(everything).receive({name, payload: {}}, /** @type {any} */ (TAB));
    assert.deepEqual([reply.ok, 'code' in reply && reply.code], [false, 'forbidden'], name);
  }
});

test('names that nobody defined are refused, inherited ones too', async () => {
  for (const message of [{name: 'export'}, {name: 'constructor'}, {name: '__proto__'}, {name: 5}, null, 'rank', []]) {
    const reply = await reception({}).receive(message, /** @type {any} */ (POPUP));
    assert.equal('code' in reply && reply.code, 'unknown');
  }
});

test('a payload of another shape never reaches its handler', async () => {
  const [event] = impressions(1);
  const bad = [
    ['signals', {events: 'all'}], ['signals', {events: [{...event, id: 'no-uuid'}]}], ['signals', {events: [{...event, type: 'delete'}]}],
    ['signals', {events: [{...event, video_id: '<script>'}]}], ['signals', {events: impressions(501)}],
    ['signals', {events: [{...event, query: 'x'.repeat(20_000)}]}], ['rank', {surface: 'shorts', cards: []}],
    ['rank', {surface: 'home', cards: Array.from({length: 301}, () => ({video_id: 'aaaaaaaaaaa', title: 't'}))}],
    ['ratings', {videoIds: ['short']}], ['signals', null],
  ];
  for (const [name, payload] of bad) {
    const handlers = {[String(name)]: () => assert.fail('handled')};
    const reply = await reception(handlers).receive({name, payload}, /** @type {any} */ (TAB));
    assert.equal('code' in reply && reply.code, 'invalid', JSON.stringify(payload).slice(0, 60));
  }
});

test('a good message is answered by its handler, and an error in words', async () => {
  const good = reception({rank: async () => 'an order'});
  const asked = {name: 'rank', payload: {surface: 'home', cards: [{video_id: 'aaaaaaaaaaa', title: 'T'}]}};
  assert.deepEqual(await good.receive(asked, /** @type {any} */ (TAB)), {ok: true, value: 'an order'});
  const away = reception({status: async () => { throw new DaemonError('away', 'Start it.'); }});
  assert.deepEqual(await away.receive({name: 'status', payload: {}}, /** @type {any} */ (POPUP)), {ok: false, code: 'away', message: 'Start it.'});
});

test('a tab that tells something is named to the handler; a frame of ours in it is not that page', async () => {
  const from = async (/** @type {object} */ sender) => {
    const handlers = {signals: async (/** @type {unknown} */ _payload, /** @type {number | undefined} */ tab) => tab ?? null};
    return reception(handlers).receive({name: 'signals', payload: {events: []}}, /** @type {any} */ (sender));
  };
  assert.deepEqual(await from(TAB), {ok: true, value: 7});
  for (const own of [POPUP, {...POPUP, frameId: 4, tab: TAB.tab}]) assert.deepEqual(await from(own), {ok: true, value: null});
});

test('every message has its sender classes and its payload check', () => {
  assert.deepEqual(Object.keys(PAYLOADS).sort(), Object.keys(SENDERS).sort());
});

test('a tab that floods is told to wait, another tab is not, and after a second it may go on', () => {
  let now = 0;
  const pace = new Pace(() => now);
  for (let sent = 0; sent < 200; sent += 1) assert.equal(pace.allows('1'), true);
  assert.equal(pace.allows('1'), false);
  assert.equal(pace.allows('2'), true);
  now = 1000;
  assert.equal(pace.allows('1'), true);
});
