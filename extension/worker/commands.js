// Keys that work everywhere in the browser: what is meant for the video that plays is handed to its page.

export class Commands {
  /**
   * @param {object} needs
   * @param {Pick<typeof import('../storage.js'), 'get'>} needs.storage
   * @param {Pick<import('./recording.js').Recording, 'pause'>} needs.recording
   * @param {typeof import('../messages.js').askPage} needs.askPage
   */
  constructor({storage, recording, askPage}) {
    this.storage = storage;
    this.recording = recording;
    this.askPage = askPage;
  }

  /**
   * @param {string} command as the manifest names it
   * @param {{id?: number | undefined} | undefined} tab the one in front
   * @returns {Promise<void>}
   */
  async run(command, tab) {
    if (command === 'pause') await this.recording.pause(!await this.storage.get('paused'));
    else if (tab?.id !== undefined && (command === 'up' || command === 'down')) await this.askPage(tab.id, {rate: command});
  }
}
