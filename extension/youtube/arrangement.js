// Which child of a list stands where. Keeps the daemon's places by video, and lets children take them as they fill, before they are
// painted; what was painted never moves. A classic script, as ids.js is: modules would come after the first paint.

/**
 * @param {import('../types').CardList} list
 * @param {boolean} [hides] false where a person looks for one video: the unwanted then stand last, and are there
 * @returns {import('../types').Arrangement}
 */
var ownfeedArrange = (list, hides = true) => {
  /** @typedef {{rank: number, action: import('../types').RankAction, slateId: string | null}} Place */
  const ONE_BATCH_MS = 500;
  const LARGEST_HIDDEN_SHARE = 0.5; // of a batch: a page that becomes too short loads without end

  /** @type {Map<string, Place>} by video, as the daemon said */
  const places = new Map();
  /** @type {Set<string>} videos whose place has been asked for */
  const asked = new Set();
  /** @type {WeakMap<Element, string>} the video each child shows or, while it is empty, will show */
  const shown = new WeakMap();
  /** @type {WeakMap<Element, number>} how often the page had been scrolled when the child's video came */
  const arrived = new WeakMap();
  /** @type {WeakMap<Element, string>} the video a child was painted with inside the window */
  const painted = new WeakMap();
  /** @type {WeakMap<Element, string>} the video a child was painted with before its place was known */
  const early = new WeakMap();
  /** @type {WeakSet<Element>} children that have shown a video: empty again, they wait for one that we know nothing of */
  const filled = new WeakSet();
  /** @type {WeakSet<Element>} children that have been through a frame */
  const framed = new WeakSet();
  /** @type {Set<Element>} children that are still ordered together */
  const batch = new Set();
  /** @type {Set<Element>} */
  const hidden = new Set();
  /** @type {WeakSet<Element>} containers that can be arranged */
  const prepared = new WeakSet();
  /** @type {HTMLElement | null} */
  let container = null;
  /** @type {HTMLElement[]} the children as they stand */
  let sequence = [];
  /** @type {HTMLElement[]} the children that came last */
  let newest = [];
  /** @type {(string | null)[]} the videos of the entries that the page is about to show */
  let expected = [];
  /** @type {((cells: Element[]) => void) | null} */
  let onUnasked = null;
  /** @type {((isAny: boolean) => void) | null} */
  let onHidden = null;
  let ranked = 0; // a later answer stands below an earlier one
  let scrolls = 0;
  let isWanted = false; // an order, at the last answer: also where there was nobody to give one
  let isAnswered = true; // the last question, with an order
  let isMarked = false; // by a child that came since the last scroll
  let closing = 0;

  const eye = new IntersectionObserver(see);

  /** @param {IntersectionObserverEntry[]} entries */
  function see(entries) {
    for (const {isIntersecting, target} of entries) {
      framed.add(target);
      const videoId = isIntersecting && list.videoId(target);
      if (videoId) painted.set(target, videoId);
    }
  }

  /** @param {HTMLElement} found @param {Set<Element>} touched */
  function changed(found, touched) {
    if (found !== container) [container, sequence] = [found, []];
    adopt(list.children(found));
    const standing = new Set(sequence);
    const turned = [...touched].filter(child => standing.has(/** @type {HTMLElement} */ (child)) && turns(child));
    if (turned.length) begin(turned);
    for (const child of touched) if (batch.has(child)) look(child);
    write();
  }

  /** Let go of children that went, take in new ones where YouTube put them: mostly at the end. @param {HTMLElement[]} children */
  function adopt(children) {
    const standing = new Set(sequence);
    const there = new Set(children);
    sequence = sequence.filter(child => there.has(child));
    for (const child of hidden) if (!there.has(/** @type {HTMLElement} */ (child))) hidden.delete(child);
    const fresh = children.filter(child => !standing.has(child));
    for (const child of fresh) sequence.splice(Math.min(children.indexOf(child), sequence.length), 0, child);
    if (fresh.length) newest = fresh;
    foretell();
  }

  /** Know what empty children will show: the page's data listed the same entries, a moment earlier or later. */
  function foretell() {
    if (newest.length !== expected.length || !newest.some(list.isEmpty)) return;
    newest.forEach((child, i) => expected[i] && list.isEmpty(child) && shown.set(child, expected[i]));
    expected = [];
  }

  /** Whether a child has come to show another video than we knew. @param {Element} child */
  function turns(child) {
    const known = shown.get(child);
    const found = list.videoId(child);
    if (found) filled.add(child);
    const videoId = found ?? (!filled.has(child) && list.isEmpty(child) ? known : undefined);
    if (!videoId) return shown.delete(child);
    if (videoId === known && arrived.has(child)) return false;
    shown.set(child, videoId);
    arrived.set(child, scrolls);
    isMarked = true;
    return true;
  }

  /** Ask whether a child is in the window; the answer comes with the frame that paints it. @param {Element} child */
  function look(child) {
    eye.unobserve(child);
    if (child.isConnected) eye.observe(child);
  }

  /** Children that show something new stand in YouTube's order again (a place belongs to a video, not to a cell) and form a batch
   * with those that turned within the last half second. @param {Element[]} turned */
  function begin(turned) {
    const now = new Set(turned);
    for (const child of now) batch.add(child);
    putBack([...batch].filter(child => now.has(child) || isUnseen(child) && !placeOf(child))); // they may come one by one
    clearTimeout(closing);
    closing = setTimeout(close, ONE_BATCH_MS);
  }

  /** Let children stand in YouTube's order in the slots they have together. @param {Element[]} cells */
  function putBack(cells) {
    const among = new Set(cells);
    const slots = sequence.flatMap((child, slot) => among.has(child) ? [slot] : []);
    fill(slots, container ? list.children(container).filter(child => among.has(child)) : []);
    for (const child of cells) hidden.delete(child);
  }

  function close() {
    for (const child of batch) if (placeOf(child) || !child.isConnected) leave(child);
    report();
  }

  /** No longer ordered with the others, a child is not watched either: each costs something with every frame. @param {Element} child */
  function leave(child) {
    batch.delete(child);
    eye.unobserve(child);
  }

  /** Tell which cells nobody has asked a place for: they are asked for from what their cards show. */
  function report() {
    if (!onUnasked) return;
    const unasked = [...batch].filter(child => !asked.has(shown.get(child) ?? '') && list.videoId(child));
    unasked.forEach(child => asked.add(shown.get(child) ?? ''));
    if (unasked.length) onUnasked(unasked);
  }

  /** Let what may move take its place among the slots of what may move. */
  function write() {
    if (!container || !places.size && !prepared.has(container)) return; // beside what has an order, nothing may be without
    see(eye.takeRecords()); // a busy page is told of its last frame late, and the answer may be there first
    const slots = sequence.flatMap((child, slot) => mayMove(child) ? [slot] : []);
    const cells = slots.map(slot => /** @type {HTMLElement} */ (sequence[slot]));
    const sections = new Set(cells.map(cell => cell.parentNode)); // one, but in a search: no order leads out of it
    for (const section of sections) sort(slots.filter(slot => sequence[slot]?.parentNode === section));
    hide(slots.map(slot => /** @type {HTMLElement} */ (sequence[slot])));
    if (!prepared.has(container)) list.prepare(container);
    prepared.add(container);
    arrange(container);
  }

  /** Let the cells of these slots stand among them as they rank. @param {number[]} slots */
  function sort(slots) {
    const cells = slots.map(slot => /** @type {HTMLElement} */ (sequence[slot]));
    const ranks = new Map(cells.map(cell => [cell, rank(cell)]));
    fill(slots, cells.sort((one, other) => Number(ranks.get(one)) - Number(ranks.get(other))));
  }

  /** @param {HTMLElement} found */
  function arrange(found) {
    list.arrange(found, sequence, hidden, child => framed.has(child) && list.isEmpty(child));
    onHidden?.(hidden.size > 0);
  }

  /** @param {number[]} slots @param {HTMLElement[]} cells */
  const fill = (slots, cells) => slots.forEach((slot, i) => { sequence[slot] = /** @type {HTMLElement} */ (cells[i]); });

  /** @param {Element} child */
  const placeOf = child => places.get(shown.get(child) ?? '');

  /** @param {Element} child */
  const rank = child => placeOf(child)?.rank ?? Infinity;

  /** Nothing that was seen with this video, and nothing after a scroll: the screen may then show more than we know of.
   * @param {Element} child */
  const isUnseen = child => painted.get(child) !== shown.get(child) && arrived.get(child) === scrolls;

  /** @param {Element} child */
  const mayMove = child => batch.has(child) && placeOf(child) !== undefined && isUnseen(child);

  /** Remember what was seen before its place was known: it stays where YouTube put it. @param {Set<string>} videoIds */
  function noteEarly(videoIds) {
    see(eye.takeRecords());
    for (const child of sequence) {
      const videoId = painted.get(child);
      if (videoId && videoId === shown.get(child) && videoIds.has(videoId)) early.set(child, videoId);
    }
  }

  /** Whether a child was seen with its video before there was an order for it, or was asked about in vain. @param {Element} child */
  function isEarly(child) {
    const videoId = shown.get(child);
    if (!videoId || painted.get(child) !== videoId) return false;
    return early.get(child) === videoId || asked.has(videoId) && !places.has(videoId);
  }

  /** @param {HTMLElement[]} cells ordered together; the unwanted stand last among them */
  function hide(cells) {
    const unwanted = hides ? cells.filter(child => placeOf(child)?.action === 'hide') : [];
    cells.forEach(child => hidden.delete(child));
    unwanted.reverse().slice(0, Math.floor(batch.size * LARGEST_HIDDEN_SHARE)).forEach(child => hidden.add(child));
  }

  /** A scroll tells what came before it from what comes after; one to the top is a new page's, with nothing more to see. To ask where the
   * page stands may cost a layout, so nobody asks where nothing came since the last. */
  function scrolled() {
    if (!isMarked || scrollY <= 0) return;
    scrolls += 1;
    isMarked = false;
  }

  addEventListener('scroll', scrolled, {passive: true});
  list.watch(changed);

  return {
    expect(videoIds) {
      expected = videoIds;
      videoIds.forEach(videoId => videoId && asked.add(videoId));
      if (container) changed(container, new Set(newest));
    },
    forget() {
      see(eye.takeRecords());
      putBack([...batch].filter(isUnseen)); // the first of the new may be there before they are told of
      places.clear();
      write();
    },
    restart(videoIds) {
      const there = container ? list.children(container) : [];
      if (videoIds.every((videoId, i) => there[i] && list.videoId(there[i]) === videoId)) return; // no child will turn: all keep their places
      sequence = there;
      hidden.clear();
      for (const child of batch) if (placeOf(child)) leave(child);
      places.clear();
      write();
      onHidden?.(hidden.size > 0); // also where nothing is written, for want of places
    },
    learn({state, mode, slateId, items}) {
      isWanted = mode === 'rerank' && (state === 'ok' || state === 'away');
      isAnswered = isWanted && state === 'ok';
      if (!isAnswered) return;
      noteEarly(new Set(items.map(({videoId}) => videoId)));
      for (const {videoId, action} of items) places.set(videoId, {rank: ranked++, action, slateId});
      write();
    },
    askAgain() {
      if (isAnswered) return;
      see(eye.takeRecords());
      for (const child of batch) if (!placeOf(child) && isUnseen(child)) asked.delete(shown.get(child) ?? '');
      report();
    },
    whenUnasked(listener) {
      onUnasked = listener;
      report();
    },
    whenHidden(listener) {
      onHidden = listener;
      listener(hidden.size > 0);
    },
    showAgain(videoId) {
      const place = places.get(videoId);
      if (place) place.action = 'show';
      for (const child of hidden) if (shown.get(child) === videoId) hidden.delete(child);
      if (container) arrange(container);
    },
    isLate: () => isWanted && sequence.some(isEarly),
    standing(videoId) {
      const place = places.get(videoId);
      if (!place) return null;
      let position = 0;
      for (const child of sequence) {
        const known = hidden.has(child) ? undefined : shown.get(child);
        if (known === videoId) return {position, slateId: place.slateId};
        if (known) position += 1;
      }
      return null;
    },
  };
};

/** One for each list that can be ordered. */
var ownfeedArrangements = {
  home: ownfeedArrange(ownfeedLists.home), watch_next: ownfeedArrange(ownfeedLists.watch_next),
  search: ownfeedArrange(ownfeedLists.search, false), subscriptions: ownfeedArrange(ownfeedLists.subscriptions),
};
