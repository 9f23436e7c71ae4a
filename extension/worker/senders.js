// Who sent a message. A compromised youtube.com tab can forge what its content script says, so classes keep apart what each may ask.

const YOUTUBE = 'https://www.youtube.com';

/**
 * @param {chrome.runtime.MessageSender} sender
 * @param {string} ownId
 * @returns {import('../types').SenderClass | null} null: nobody who may ask anything
 */
export function classOf(sender, ownId) {
  if (sender.id !== ownId) return null;
  if (isOwnPage(sender, `chrome-extension://${ownId}`)) return 'page';
  return isOurScriptInATab(sender) ? 'content' : null;
}

/** @param {chrome.runtime.MessageSender} sender @param {string} ownOrigin */
const isOwnPage = (sender, ownOrigin) => sender.origin === ownOrigin && Boolean(sender.url?.startsWith(`${ownOrigin}/`));

/** @param {chrome.runtime.MessageSender} sender */
const isOurScriptInATab = sender =>
  sender.origin === YOUTUBE && sender.frameId === 0 && sender.tab !== undefined && !sender.tab.incognito;
