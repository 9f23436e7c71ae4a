// Pairing with the daemon: the code itself never leaves the options page and this worker.
import {DaemonError} from './daemon-error.js';
import {codeMac, makeNonce, mendAddress, mendCode, pairingProof, portOf} from './proofs.js';

export class Pairing {
  /**
   * @param {object} needs
   * @param {import('./daemon.js').Daemon} needs.daemon
   * @param {typeof import('../storage.js')} needs.storage
   * @param {() => Promise<void>} needs.forgetPerson takes away all that belongs to the person paired before
   * @param {string} needs.browserName by which the person will know this browser in `ownfeed clients`
   */
  constructor({daemon, storage, forgetPerson, browserName}) {
    this.daemon = daemon;
    this.storage = storage;
    this.forgetPerson = forgetPerson;
    this.browserName = browserName;
  }

  /**
   * @param {{code: string, address: string}} typed as the person typed them
   * @returns {Promise<void>} resolved when the daemon has proved that it knows the code, and is known by its token
   * @throws {DaemonError} stranger: it does not know the code; refused or invalid: the code is wrong or too old
   */
  async pair({code: typedCode, address: typedAddress}) {
    const code = mendCode(typedCode);
    const address = mendAddress(typedAddress);
    if (!code) throw new DaemonError('invalid', 'Type the pairing code that the daemon printed.');
    if (!address) throw new DaemonError('invalid', 'The address looks like http://127.0.0.1:7863.');
    const reply = await this.#exchange(code, address);
    await this.#remember(address, {clientId: reply.client_id, userId: reply.user_id, token: reply.token});
    await this.daemon.meet();
  }

  /** Forget the token and everything of this person that waits here. @returns {Promise<void>} */
  async unpair() {
    await this.storage.set('client', null);
    await this.forgetPerson();
    this.daemon.forget();
    await this.storage.set('connection', 'unpaired');
  }

  /** @param {string} code @param {string} address */
  async #exchange(code, address) {
    const nonce = makeNonce();
    const mac = await codeMac(code, nonce, portOf(address));
    const reply = await this.daemon.pair(address, {name: this.browserName, nonce, code_mac: mac});
    if (reply.proof !== await pairingProof(code, reply.server_nonce, nonce)) {
      throw new DaemonError('stranger', 'Another program answers at this address; it was not told the code.');
    }
    return reply;
  }

  /** @param {string} address @param {NonNullable<import('../types').Stored['client']>} client */
  async #remember(address, client) {
    const before = await this.storage.get('client');
    if (before?.userId !== client.userId) await this.forgetPerson();
    await this.storage.lockStorage();
    await this.storage.set('address', address);
    await this.storage.set('client', client);
    this.daemon.forget();
  }
}
