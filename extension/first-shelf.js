// Keeps room for the person's shelf above YouTube's cards on home, where a shelf was chosen: modules come after the first paint, and what was
// painted never moves. features/own-list.js fills the room. Where YouTube paints before it is known whether a shelf may stand, none does.
// Try it: choose "a shelf on top" for home in the options, open youtube.com; the room is there before the first card.
var ownfeedRoom = (() => {
  const LOOK = 'display: block; width: 100%; height: 316px';
  const taken = new AbortController();
  /** @type {HTMLElement | null} */
  let room = null;

  async function keep() {
    const {state, mode} = await standing();
    if (state !== 'ok' || mode !== 'shelf' || taken.signal.aborted) return;
    ownfeedHome.whenHome(() => {
      const made = document.createElement('ownfeed-shelf');
      made.style.cssText = LOOK;
      if (ownfeedHome.standAboveHome(made)) room = made;
    }, taken.signal);
  }

  /** Whether something of ours may stand on home, and how. */
  async function standing() {
    try {
      return (await chrome.runtime.sendMessage({name: 'standing', payload: {surface: 'home'}}))?.value ?? {};
    } catch {
      return {}; // the worker is out of reach (the extension was reloaded)
    }
  }

  if (ownfeedIds.pageKind(location.pathname) === 'home') void keep();

  /** The room, for whoever knows better now whether it is needed; none is kept from then on. @returns {HTMLElement | null} */
  function take() {
    taken.abort();
    const kept = room;
    room = null;
    return kept;
  }

  return {take};
})();
