// A loopback HTTP server for tests: it notes all it is told, and answers as each test plans.
import {createServer} from 'node:http';

/** @typedef {{method: string, path: string, authorization: string, body: string}} Heard */

/**
 * @param {(heard: Heard) => {status?: number, body?: unknown, location?: string} | null} answer null hangs up without a word
 * @param {(address: string, heard: Heard[]) => Promise<void>} use
 * @returns {Promise<void>} resolved when the server is gone again
 */
export async function withServer(answer, use) {
  /** @type {Heard[]} */
  const heard = [];
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const told = {
      method: request.method ?? '', path: request.url ?? '', authorization: request.headers.authorization ?? '', body: Buffer.concat(chunks).toString(),
    };
    heard.push(told);
    const planned = answer(told);
    if (!planned) return void request.socket.destroy();
    const location = planned.location ? {Location: planned.location} : {};
    response.writeHead(planned.status ?? 200, {'Content-Type': 'application/json', 'Connection': 'close', ...location});
    response.end(typeof planned.body === 'string' ? planned.body : JSON.stringify(planned.body));
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const {port} = /** @type {import('node:net').AddressInfo} */ (server.address());
  try {
    await use(`http://127.0.0.1:${port}`, heard);
  } finally {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  }
}
