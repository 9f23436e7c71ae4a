// The formulas by which extension and daemon prove themselves to each other without showing their secret (design.md, section 5).

const utf8 = new TextEncoder();

/** @param {ArrayBuffer | Uint8Array} bytes */
const hex = bytes => Array.from(new Uint8Array(bytes), byte => byte.toString(16).padStart(2, '0')).join('');

/** @returns {string} 32 random hexadecimal digits, to be used once */
export function makeNonce() {
  return hex(crypto.getRandomValues(new Uint8Array(16)));
}

/**
 * @param {string} key
 * @param {string} text
 * @returns {Promise<string>} HMAC-SHA256 in hexadecimal, key and text as UTF-8
 */
export async function hmac(key, text) {
  const algorithm = {name: 'HMAC', hash: 'SHA-256'};
  const imported = await crypto.subtle.importKey('raw', utf8.encode(key), algorithm, false, ['sign']);
  return hex(await crypto.subtle.sign('HMAC', imported, utf8.encode(text)));
}

/** What the extension shows of the code when pairing. @param {string} code @param {string} nonce @param {string} port */
export const codeMac = (code, nonce, port) => hmac(code, `${nonce}:${port}`);

/** What the daemon must answer when pairing. @param {string} code @param {string} serverNonce @param {string} nonce */
export const pairingProof = (code, serverNonce, nonce) => hmac(code, `${serverNonce}:${nonce}`);

/** What the daemon must answer in each later life of the worker. @param {string} token @param {string} nonce @param {string} port */
export async function helloProof(token, nonce, port) {
  const known = hex(await crypto.subtle.digest('SHA-256', utf8.encode(token)));
  return hmac(known, `${nonce}:${port}`);
}

/**
 * Mend what a person may have changed while copying a code: case, dashes, spaces.
 * @param {string} typed
 * @returns {string} as the daemon printed it: groups of five, joined by dashes
 */
export function mendCode(typed) {
  return typed.toUpperCase().replace(/[^0-9A-Z]/g, '').match(/.{1,5}/g)?.join('-') ?? '';
}

/**
 * @param {string} typed `http://127.0.0.1:7863`, also without its beginning, or the port alone
 * @returns {string | null} the address in full; null for anything that is not this machine's loopback
 */
export function mendAddress(typed) {
  const bare = typed.trim().replace(/^http:\/\//i, '').replace(/\/+$/, '').replace(/^localhost(?=:)/i, '127.0.0.1');
  const port = /^(?:127\.0\.0\.1:)?(\d{1,5})$/.exec(bare)?.[1];
  return port && Number(port) > 0 && Number(port) < 65_536 ? `http://127.0.0.1:${Number(port)}` : null;
}

/** @param {string} address @returns {string} its port, as it stands in the proofs */
export const portOf = address => new URL(address).port || '80';
