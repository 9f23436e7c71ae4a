import assert from 'node:assert/strict';
import {test} from 'node:test';

import {Daemon} from '../../extension/worker/daemon.js';
import {helloProof, pairingProof, portOf} from '../../extension/worker/proofs.js';
import {Pairing} from '../../extension/worker/pairing.js';
import {MemoryStorage, impressions} from './doubles.js';
import {withServer} from './server.js';

const TOKEN = 'a-secret-token';
const CODE = 'ABCDE-FGHJK-MNPQR';

/** @param {string} address */
function paired(address) {
  const values = /** @type {Record<string, any>} */ ({address, client: {clientId: 'c1', userId: 1, token: TOKEN}, epoch: 1});
  const epochs = /** @type {unknown[]} */ ([]);
  const storage = /** @type {any} */ (new MemoryStorage(values));
  const clock = {now: 10_000};
  return {values, epochs, clock, daemon: new Daemon({storage, onMet: async epoch => void epochs.push(epoch), now: () => clock.now})};
}

/** Answer like the daemon. @param {{body: string}} heard @param {string} port */
async function hello({body}, port) {
  return {proof: await helloProof(TOKEN, JSON.parse(body).nonce, port), api_version: 1, epoch: 1};
}

/**
 * A daemon that knows the token and answers everything else with `planned`.
 * @param {(heard: import('./server.js').Heard) => {status?: number, body?: unknown, location?: string} | null} planned
 * @param {(arranged: ReturnType<typeof paired>, heard: import('./server.js').Heard[]) => Promise<void>} use
 */
async function withDaemon(planned, use) {
  /** @type {Map<string, object>} */
  const greetings = new Map();
  await withServer(
    heard => (heard.path === '/api/hello' ? {body: greetings.get(JSON.parse(heard.body).nonce)} : planned(heard)),
    async (address, heard) => {
      const arranged = paired(address);
      const send = arranged.daemon.fetch;
      arranged.daemon.fetch = async (url, request) => {
        const body = String(request?.body);
        if (String(url).endsWith('/api/hello')) greetings.set(JSON.parse(body).nonce, await hello({body}, portOf(address)));
        return send(url, request);
      };
      await use(arranged, heard);
    },
  );
}

/** @param {string} code */
const failsWith = code => (/** @type {any} */ error) => error.code === code && error.message.length > 10;

test('a squatter on the port gets neither token nor events', async () => {
  const answers = [
    {body: {proof: '0'.repeat(64), api_version: 1, epoch: 1}}, {body: {}}, {body: 'hello?'}, {status: 404, body: {error: 'no'}},
  ];
  for (const answer of answers) {
    await withServer(() => answer, async (address, heard) => {
      const {daemon, values, epochs} = paired(address);
      await assert.rejects(daemon.signals(impressions(1)), failsWith('stranger'));
      await assert.rejects(daemon.rank({surface: 'home', cards: [], context: {}}, 1000), failsWith('stranger'));
      assert.deepEqual(heard.map(({path}) => path), ['/api/hello', '/api/hello']);
      assert.ok(heard.every(({authorization, body}) => !authorization && !body.includes(TOKEN)));
      assert.equal(values['connection'], 'stranger');
      assert.deepEqual(epochs, []);
    });
  }
});

test('the daemon is met once, then asked with the token', async () => {
  const reply = {accepted: [], duplicates: [], rejected: []};
  await withDaemon(() => ({body: reply}), async ({daemon, values, epochs}, heard) => {
    assert.deepEqual(await daemon.signals([]), reply);
    await daemon.signals([]);
    assert.deepEqual(heard.map(({path}) => path), ['/api/hello', '/api/signals', '/api/signals']);
    assert.deepEqual(heard.map(({authorization}) => authorization), ['', `Bearer ${TOKEN}`, `Bearer ${TOKEN}`]);
    assert.equal(values['connection'], 'ok');
    assert.deepEqual(epochs, [1]);
  });
});

test('a daemon that does not know this browser any more is no stranger: pair again', async () => {
  const body = {error: {code: 'not_found', message: 'This program is not paired here.', details: {}}};
  await withServer(() => ({status: 404, body}), async address => {
    const {daemon, values} = paired(address);
    await assert.rejects(daemon.settings(), failsWith('refused'));
    assert.equal(values['connection'], 'refused');
  });
});

test('requests that start together are preceded by one greeting', async () => {
  await withDaemon(() => ({body: {mode: {}}}), async ({daemon}, heard) => {
    await Promise.all([daemon.settings(), daemon.settings(), daemon.meet()]);
    assert.deepEqual(heard.map(({path}) => path).sort(), ['/api/hello', '/api/settings', '/api/settings']);
  });
});

test('after two seconds without a word the daemon must prove itself again', async () => {
  await withDaemon(() => ({body: {mode: {}}}), async ({daemon, clock}, heard) => {
    await daemon.settings();
    clock.now += 1_500;
    await daemon.settings();
    clock.now += 2_500;
    await daemon.settings();
    const asked = ['/api/hello', '/api/settings', '/api/settings', '/api/hello', '/api/settings'];
    assert.deepEqual(heard.map(({path}) => path), asked);
  });
});

test('after a failure the daemon must prove itself again', async () => {
  let silent = true;
  await withDaemon(() => (silent ? null : {body: {mode: {}}}), async ({daemon, values}, heard) => {
    await assert.rejects(daemon.settings(), failsWith('away'));
    assert.equal(values['connection'], 'away');
    silent = false;
    await daemon.settings();
    assert.deepEqual(heard.map(({path}) => path), ['/api/hello', '/api/settings', '/api/hello', '/api/settings']);
  });
});

test('nobody listening, a revoked token, a wrong request and a broken answer are told apart', async () => {
  await assert.rejects(paired('http://127.0.0.1:9').daemon.settings(), failsWith('away'));
  const error = (/** @type {string} */ code) => ({error: {code, message: 'A sentence to act on.', details: {}}});
  const cases = /** @type {const} */ ([
    [401, error('unauthorized'), 'refused'], [422, error('invalid'), 'invalid'], [429, error('slow'), 'failed'],
    [507, error('full'), 'failed'], [200, {slate_id: 3}, 'garbled'],
  ]);
  for (const [status, body, code] of cases) {
    await withDaemon(() => ({status, body}), async ({daemon}) => {
      await assert.rejects(daemon.feed({}), failsWith(code));
    });
  }
});

test('a redirect is not followed', async () => {
  await withServer(() => ({body: {}}), async (elsewhere, heardElsewhere) => {
    await withDaemon(() => ({status: 307, body: {}, location: elsewhere}), async ({daemon}) => {
      await assert.rejects(daemon.settings(), failsWith('away'));
    });
    assert.deepEqual(heardElsewhere, []);
  });
});

/** @param {Daemon} daemon @param {Record<string, unknown>} values */
function pairing(daemon, values) {
  const storage = Object.assign(new MemoryStorage(values), {lockStorage: async () => {}});
  return new Pairing({daemon, storage: /** @type {any} */ (storage), forgetPerson: async () => {}, browserName: 'a browser'});
}

test('pairing shows a stranger neither the code nor anything to make it from', async () => {
  const body = {client_id: 'x', user_id: 1, token: 't', server_nonce: 'n', proof: '0'.repeat(64)};
  await withServer(() => ({body}), async (address, heard) => {
    const {daemon, values} = paired(address);
    values['client'] = null;
    await assert.rejects(pairing(daemon, values).pair({code: CODE, address}), failsWith('stranger'));
    assert.equal(values['client'], null);
    assert.equal(heard.length, 1);
    assert.ok(!heard[0]?.body.replaceAll('-', '').includes(CODE.replaceAll('-', '')));
  });
});

test('pairing keeps the token once the daemon has proved that it knows the code', async () => {
  /** @type {Record<string, unknown>} */
  let reply = {};
  await withDaemon(() => ({body: reply}), async ({daemon, values}) => {
    const send = daemon.fetch;
    daemon.fetch = async (url, request) => {
      const asked = JSON.parse(String(request?.body));
      if (String(url).endsWith('/api/pair')) {
        reply = {client_id: 'c1', user_id: 1, token: TOKEN, server_nonce: 'sn', proof: await pairingProof(CODE, 'sn', asked.nonce)};
      }
      return send(url, request);
    };
    const {address} = values;
    values['client'] = null;
    await pairing(daemon, values).pair({code: ' abcde fghjk mnpqr', address});
    assert.deepEqual(values['client'], {clientId: 'c1', userId: 1, token: TOKEN});
    assert.equal(values['connection'], 'ok');
  });
});

test('an empty code and a foreign address are refused before anything is sent', async () => {
  await withServer(() => ({body: {}}), async (address, heard) => {
    const {daemon, values} = paired(address);
    await assert.rejects(pairing(daemon, values).pair({code: ' - ', address}), failsWith('invalid'));
    await assert.rejects(pairing(daemon, values).pair({code: CODE, address: 'http://example.org:80'}), failsWith('invalid'));
    assert.deepEqual(heard, []);
  });
});
