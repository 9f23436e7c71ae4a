// How a page of the daemon's own gets its token: the code never travels, the token stays in this tab.

const KEY = 'ownfeed-token';

/** @returns {string | null} the token of this tab */
export const token = () => sessionStorage.getItem(KEY);

/** Forget a token that is refused. */
export const forget = () => sessionStorage.removeItem(KEY);

const ENGLISH = {
  clientName: 'documentation page',
  away: 'The daemon does not answer. Start it with `ownfeed serve`, and try again.',
  stranger: 'Another program answers on this port; check with `ownfeed doctor`.',
};

/**
 * Exchange a pairing code for a token; throws an Error with a sentence for the person.
 * @param {string} typed @param {typeof ENGLISH} [said] what `ownfeed clients` calls this page, and what is said where it cannot be done
 */
export async function pair(typed, said = ENGLISH) {
  const code = mended(typed);
  const nonce = crypto.randomUUID();
  const reply = await fetch('/api/pair', {
    method: 'POST',
    headers: {'Content-Type': 'application/json'},
    body: JSON.stringify({name: said.clientName, nonce, code_mac: await mac(code, `${nonce}:${location.port}`)}),
  }).catch(() => {
    throw new Error(said.away);
  });
  const answer = await reply.json();
  if (!reply.ok) throw new Error(answer.error.message);
  if (answer.proof !== await mac(code, `${answer.server_nonce}:${nonce}`)) {
    throw new Error(said.stranger);
  }
  sessionStorage.setItem(KEY, answer.token);
}

/** Mend case and dashes: a code is printed as three groups of five. @param {string} typed */
function mended(typed) {
  const letters = typed.toUpperCase().replace(/[^A-Z0-9]/g, '');
  return letters.match(/.{1,5}/g)?.join('-') ?? '';
}

/** HMAC-SHA256 in hex. @param {string} key @param {string} message */
async function mac(key, message) {
  const bytes = new TextEncoder();
  const imported = await crypto.subtle.importKey('raw', bytes.encode(key), {name: 'HMAC', hash: 'SHA-256'}, false, ['sign']);
  const signed = new Uint8Array(await crypto.subtle.sign('HMAC', imported, bytes.encode(message)));
  return Array.from(signed, byte => byte.toString(16).padStart(2, '0')).join('');
}
