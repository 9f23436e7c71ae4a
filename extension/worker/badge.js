// The mark on the toolbar button: nothing while all is well, otherwise one sign and a sentence on hovering.

/** @type {Partial<Record<import('../types').ConnectionState, string>>} */
const SENTENCES = {
  away: 'badgeAway', unpaired: 'badgeUnpaired', refused: 'badgeRefused', stranger: 'badgeStranger', outdated: 'badgeOutdated',
};

export class Badge {
  /** @param {{storage: Pick<typeof import('../storage.js'), 'get'>, action: typeof chrome.action, text: (key: string) => string}} needs */
  constructor({storage, action, text}) {
    this.storage = storage;
    this.action = action;
    this.text = text;
  }

  /** Draw what holds now. @returns {Promise<void>} */
  async draw() {
    const [connection, paused] = await Promise.all([this.storage.get('connection'), this.storage.get('paused')]);
    const trouble = SENTENCES[connection];
    await this.action.setBadgeText({text: trouble ? '!' : paused ? 'II' : ''});
    await this.action.setBadgeBackgroundColor({color: trouble ? '#b3261e' : '#5f6368'});
    await this.action.setTitle({title: this.text(trouble ?? (paused ? 'badgePaused' : 'appName'))});
  }
}
