import assert from 'node:assert/strict';
import {test} from 'node:test';

import {codeMac, helloProof, makeNonce, mendAddress, mendCode, pairingProof, portOf} from '../../extension/worker/proofs.js';

// The expected values come from Python's hmac and hashlib, by the formulas of the daemon's documentation.

test('the code is shown only as an HMAC over nonce and port', async () => {
  const mac = await codeMac('ABCDE-FGHJK-MNPQR', '00112233445566778899aabbccddeeff', '7863');
  assert.equal(mac, '9bd4e0c90fe7134cc841e51ce7567f07a124d357af156b7bd7963bb5af96a4f4');
});

test('the daemon proves the code with an HMAC over both nonces', async () => {
  const proof = await pairingProof('ABCDE-FGHJK-MNPQR', 'ffeeddccbbaa99887766554433221100', '00112233445566778899aabbccddeeff');
  assert.equal(proof, 'c954e62d426a1ee85c00a684105b0342d8c441cffd4e9e8fd5e0bb50ca3c7b7a');
});

test('in later lives the daemon proves that it knows the hash of the token', async () => {
  assert.equal(await helloProof('a-token', '00112233445566778899aabbccddeeff', '7863'), '01ad4347a16fcdba476c3065687afed297e28d7126b3798428a5c413b5781400');
});

test('no nonce comes twice', () => {
  const nonces = new Set(Array.from({length: 1000}, makeNonce));
  assert.equal(nonces.size, 1000);
  nonces.forEach(nonce => assert.match(nonce, /^[0-9a-f]{32}$/));
});

test('a code may be typed in any case, with spaces or without dashes', () => {
  for (const typed of ['ABCDE-FGHJK-MNPQR', 'abcdefghjkmnpqr', ' abcde fghjk mnpqr\n', 'ABCDE–FGHJK–MNPQR']) {
    assert.equal(mendCode(typed), 'ABCDE-FGHJK-MNPQR');
  }
  assert.equal(mendCode(' - '), '');
});

test('an address is this machine or nothing', () => {
  for (const typed of ['http://127.0.0.1:7863', ' 127.0.0.1:7863/', 'localhost:7863', '7863', 'HTTP://LOCALHOST:7863']) {
    assert.equal(mendAddress(typed), 'http://127.0.0.1:7863');
  }
  for (const typed of ['', 'https://127.0.0.1:7863', 'http://example.org:7863', 'http://127.0.0.1', '127.0.0.1:70000', '127.0.0.1:0', '10.0.0.1:7863', '127.0.0.1:7863/x']) {
    assert.equal(mendAddress(typed), null, typed);
  }
  assert.equal(portOf('http://127.0.0.1:80'), '80');
});
