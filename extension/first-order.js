// Asks for the order of the home grid as soon as the page's data is there, long before a module can be: the cells then find their
// places as they appear (youtube/arrangement.js). features/order-home.js asks for what this could not see.
// Try it: open youtube.com with the daemon running; the first row is yours in the first frame that shows it.
(() => {
  /** Whether a list of entries belongs to the home grid: its first page, or more of it. @param {string} place */
  const isHome = place => place === 'home' || (place === 'more' && ownfeedIds.pageKind(location.pathname) === 'home');

  /** @param {import('./types').Card[]} cards */
  async function ask(cards) {
    try {
      const reply = await chrome.runtime.sendMessage({name: 'rank', payload: {surface: 'home', cards}});
      if (reply?.ok) ownfeedArrangement.learn(reply.value);
    } catch {
      // The worker is out of reach (the extension was reloaded): the page stays as YouTube made it.
    }
  }

  ownfeedFacts.onList((place, cards) => {
    const known = cards.filter(card => card !== null);
    if (!isHome(place) || !known.length) return;
    ownfeedArrangement.expect(cards.map(card => card?.video_id ?? null));
    ask(known.map((card, position) => ({...card, position})));
  });
})();
