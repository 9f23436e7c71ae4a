// Asks for the order of the page's list of cards as soon as the page's data is there, long before a module can be: the cells
// then find their places as they appear (youtube/arrangement.js). features/order.js asks for what this could not see.
// Try it: open youtube.com with the daemon running; the first row is yours in the first frame that shows it.
(() => {
  /** @typedef {keyof typeof ownfeedArrangements} Surface */

  /** The list that entries of this place belong to: more of the list that its page shows, the list anew (a chip), or a first page.
   * @param {string} place @param {URL} asker */
  function surfaceOf(place, asker) {
    const page = ownfeedIds.pageKind(asker.pathname);
    if (place === 'more' || place === 'anew') return page === 'watch' ? besideThis(asker) : listOf(page);
    if (place === 'browse') return page === 'subscriptions' ? page : null;
    return listOf(place);
  }

  /** The list of this name, if it can be ordered. @param {string} name */
  const listOf = name => Object.hasOwn(ownfeedArrangements, name) ? /** @type {Surface} */ (name) : null;

  /** What the list beside a video asks for still, YouTube drops once another plays. @param {URL} asker */
  const besideThis = asker => ownfeedIds.videoIdOf(asker) === ownfeedIds.videoIdOf(location) ? 'watch_next' : null;

  /** @param {Surface} surface @param {import('./types').Card[]} cards
   * @param {string | null} beside the video they stand beside, where the data said so: the address may still be the old one */
  async function ask(surface, cards, beside) {
    const playing = surface === 'watch_next' ? beside ?? ownfeedIds.videoIdOf(location) : null;
    const answer = await ownfeedAsk('rank', {surface, cards, context: playing ? {now_playing: playing} : {}});
    if (answer) ownfeedArrangements[surface].learn(answer); // else the page stays as YouTube made it
  }

  // The worker takes a tenth of a second or two to start: it is woken while the page is still on its way (on home, first-shelf.js does).
  if (['watch', 'search', 'subscriptions'].includes(ownfeedIds.pageKind(location.pathname))) void ownfeedAsk('standing', {surface: 'home'});

  ownfeedFacts.onList((place, cards, asker, beside) => {
    const surface = surfaceOf(place, asker);
    const known = cards.filter(card => card !== null);
    if (!surface || !known.length) return;
    const videoIds = cards.map(card => card?.video_id ?? null);
    if (place === 'anew') ownfeedArrangements[surface].restart(videoIds);
    else if (place !== 'more') ownfeedArrangements[surface].forget(); // the person may have paused since
    ownfeedArrangements[surface].expect(videoIds);
    ask(surface, known.map((card, position) => ({...card, position})), beside);
  });
})();
