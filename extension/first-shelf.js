// Keeps room for the person's shelf above YouTube's cards on home, where a shelf was chosen: modules come after the first paint, and what was
// painted never moves. features/own-list.js fills the room. Where YouTube paints before it is known whether a shelf may stand, none does.
// Try it: choose "a shelf on top" for home in the options, open youtube.com; the room is there before the first card.
var ownfeedRoom = (() => {
  const LOOK = {display: 'block', width: '100%', height: '316px'};
  const taken = new AbortController();
  /** @type {HTMLElement | null} */
  let room = null;

  async function keep() {
    const standing = await ownfeedAsk('standing', {surface: 'home'});
    if (standing?.state !== 'ok' || standing.mode !== 'shelf' || taken.signal.aborted) return;
    ownfeedHome.whenHome(() => {
      const made = document.createElement('ownfeed-shelf');
      Object.assign(made.style, LOOK);
      if (ownfeedHome.standAboveHome(made)) room = made;
    }, taken.signal);
  }

  if (ownfeedIds.pageKind(location.pathname) === 'home') void keep();

  /** The room, for whoever knows better now whether it is needed; none is kept from then on. @returns {HTMLElement | null} */
  function take() {
    taken.abort();
    const kept = room;
    room = null;
    return kept;
  }

  return {take, LOOK};
})();
