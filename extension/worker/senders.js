// Who sent a message. A compromised youtube.com tab can forge what its content script says, so classes keep apart what each may ask.

const YOUTUBE = 'https://www.youtube.com';
// A page that was left, and is kept for the way back or about to go: it is no longer the tab's top frame when its last words arrive.
const LEAVING = ['cached', 'pending_deletion'];

/**
 * @param {chrome.runtime.MessageSender} sender
 * @param {string} ownId
 * @returns {import('../types').SenderClass | null} null: nobody who may ask anything
 */
export function classOf(sender, ownId) {
  if (sender.id !== ownId) return null;
  if (isOwnPage(sender, `chrome-extension://${ownId}`)) return 'page';
  if (!isOurScriptInATab(sender)) return null;
  if (sender.frameId === 0) return 'content';
  if (sender.documentLifecycle === 'prerender') return 'coming'; // not the tab's top frame yet
  return LEAVING.includes(sender.documentLifecycle ?? '') ? 'left' : null;
}

/** @param {chrome.runtime.MessageSender} sender @param {string} ownOrigin */
const isOwnPage = (sender, ownOrigin) => sender.origin === ownOrigin && Boolean(sender.url?.startsWith(`${ownOrigin}/`));

/** @param {chrome.runtime.MessageSender} sender */
const isOurScriptInATab = sender => sender.origin === YOUTUBE && sender.tab !== undefined && !sender.tab.incognito;
