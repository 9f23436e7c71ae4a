// Keys that work everywhere in the browser: what is meant for the video that plays is handed to its page.

export class Commands {
  /**
   * @param {object} needs
   * @param {Pick<typeof import('../storage.js'), 'get' | 'set'>} needs.storage
   * @param {typeof import('../messages.js').askPage} needs.askPage
   */
  constructor({storage, askPage}) {
    this.storage = storage;
    this.askPage = askPage;
  }

  /**
   * @param {string} command as the manifest names it
   * @param {{id?: number | undefined} | undefined} tab the one in front
   * @returns {Promise<void>}
   */
  async run(command, tab) {
    if (command === 'pause') await this.storage.set('paused', !await this.storage.get('paused'));
    else if (tab?.id !== undefined && (command === 'up' || command === 'down')) await this.askPage(tab.id, {rate: command});
  }
}
