// How the classic scripts ask the worker, before messages.js can be there.
/**
 * @param {'rank' | 'standing'} name what also a page may ask that Chrome prepares and does not show yet (SENDERS in messages.js)
 * @param {object} payload
 * @returns {Promise<any>} null where the worker is out of reach (the extension was reloaded) or refuses
 */
var ownfeedAsk = async (name, payload) => {
  try {
    const reply = await chrome.runtime.sendMessage({name, payload});
    return reply?.ok ? reply.value : null;
  } catch {
    return null;
  }
};
