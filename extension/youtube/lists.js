// YouTube's lists of cards in place, the grids of home and subscriptions, the sidebar, the results of a search: which children they have, which
// video each shows, and how to arrange them without moving a node. A classic script, as ids.js is.
var ownfeedLists = (() => {
  /** @typedef {import('../types').CardList} CardList */

  // The home grid: one flat list since August 2024. Earlier pages stay in the document with `hidden`.
  const GRID = 'ytd-browse[page-subtype="home"]:not([hidden]) ytd-rich-grid-renderer > #contents';
  // The same grid on the subscriptions page.
  const SUBSCRIPTIONS = 'ytd-browse[page-subtype="subscriptions"]:not([hidden]) ytd-rich-grid-renderer > #contents';
  // The list of sections of a search's results (2019 on), and in it those that hold videos: what is loaded later comes in a section of its own.
  const RESULTS = 'ytd-search:not([hidden]) ytd-section-list-renderer > #contents';
  const SECTIONS = ':scope > ytd-item-section-renderer > #contents:has(> ytd-video-renderer)';
  // Rows of cells, to August 2024: a layout that `order` cannot arrange.
  const ROW = 'ytd-rich-grid-row';
  // The sidebar of the watch page; with chips above it, the cards lie one level deeper (2023 on).
  const SIDEBAR = 'ytd-watch-flexy:not([hidden]) ytd-watch-next-secondary-results-renderer #items';
  const UNDER_CHIPS = ':scope > ytd-item-section-renderer > #contents';
  // The last child: seeing it loads more. Never hidden, never moved.
  const CONTINUATION = 'ytd-continuation-item-renderer';
  // A cell of the grid; in the sidebar the card itself is the child.
  const CELL = 'ytd-rich-item-renderer';
  // Whatever these hold is advertising, whatever it looks like.
  const ADVERT = 'ytd-ad-slot-renderer, ytd-in-feed-ad-layout-renderer';
  // A card that YouTube shows a notice for ("not interested"): the old one keeps its links, hidden beside it.
  const DISMISSED = '[is-dismissed]';
  // Cards of one video: new (2024 on); old on home (movies, some accounts), in the sidebar (to 2025) and in search (2026 too).
  const CARD = 'yt-lockup-view-model, ytd-rich-grid-media, ytd-compact-video-renderer, ytd-video-renderer';
  const LAST = '100000';
  // Two names of one thing for lists whose lines and cells follow each other as they are written.
  const FLOWS = ['flex-visual', 'flex-flow'];

  /** @type {WeakSet<Element>} children that have no box because of us: what another extension hides the same way stays hidden */
  const unboxed = new WeakSet();

  /** @param {string} selector */
  function grid(selector) {
    const found = /** @type {HTMLElement | null} */ (document.querySelector(selector));
    return found && !isInRows(found) ? found : null;
  }

  /** Whether cells stand in rows; asked at every change, so it ends at the first cell. @param {Element} found */
  function isInRows(found) {
    let child = found.firstElementChild;
    while (child && child.localName !== ROW && child.localName !== CELL) child = child.nextElementSibling;
    return child?.localName === ROW;
  }

  /** @returns {HTMLElement | null} */
  const results = () => document.querySelector(RESULTS);

  function sidebar() {
    const items = /** @type {HTMLElement | null} */ (document.querySelector(SIDEBAR));
    return /** @type {HTMLElement | null} */ (items?.querySelector(UNDER_CHIPS) ?? items);
  }

  /** The children that can have a place, in YouTube's order. @param {Element} container @returns {HTMLElement[]} */
  const children = container => /** @type {HTMLElement[]} */ ([...container.children].filter(child => child.localName !== CONTINUATION));

  /** @param {Element} found @returns {HTMLElement[]} */
  const sections = found => [...found.querySelectorAll(SECTIONS)].map(each => /** @type {HTMLElement} */ (each));

  /** The results of all sections, each in its own. @param {Element} found @returns {HTMLElement[]} */
  const inSections = found => sections(found).flatMap(children);

  /** @param {Element} child @returns {Element | null} */
  const cardIn = child => child.localName === CELL ? child.querySelector(CARD) : child.matches(CARD) ? child : null;

  /** The one video a child shows; null for ads, shelves, mixes, playlists, films, posts, and what is dismissed or still empty.
   * @param {Element} child @returns {string | null} */
  function videoId(child) {
    const card = cardIn(child);
    const target = ownfeedIds.single(card?.querySelector('a[href]')?.getAttribute('href'));
    if (!target || !card || card.closest(ADVERT) || isDismissed(card)) return null;
    return ownfeedFacts.isMovie(target.videoId) ? null : target.videoId;
  }

  /** @param {Element} card */
  const isDismissed = card => card.matches(DISMISSED);

  /** Whether a child is still a skeleton. @param {Element} child */
  const isEmpty = child => child.matches(`${CELL}, ${CARD}`) && !child.querySelector(`a[href], img, ${ADVERT}`);

  /**
   * Show the children in this sequence, those in `hidden` not at all, the continuation last; keyboard focus follows what is seen.
   * @param {HTMLElement} container
   * @param {HTMLElement[]} sequence every child but the continuation
   * @param {Set<Element>} hidden
   * @param {(child: Element) => boolean} isBlank whether a child was on the screen and showed nothing
   */
  function arrange(container, sequence, hidden, isBlank) {
    unseat(sequence.filter((child, place) => child.style.order !== String(place + 1) && isBlank(child)));
    sequence.forEach((child, place) => {
      set(child, 'order', String(place + 1));
      if (hidden.has(child)) unbox(child);
      else if (unboxed.delete(child) && hasNoBox(child)) child.style.removeProperty('display');
    });
    for (const child of container.children) if (child.localName === CONTINUATION) set(/** @type {HTMLElement} */ (child), 'order', LAST);
    if (!FLOWS.includes(container.style.getPropertyValue('reading-flow'))) set(container, 'reading-flow', FLOWS[0] ?? '');
  }

  /** Let children lose their boxes, which they get back before anything is painted: one empty box in another's place is nothing to see,
   * but by the browser's measure of layout shift a box that stays has moved, and one that is new has not.
   * @param {HTMLElement[]} blank */
  function unseat(blank) {
    blank.forEach(unbox);
    blank[0]?.getBoundingClientRect();
  }

  /** @param {HTMLElement} child */
  function unbox(child) {
    if (hasNoBox(child)) return;
    child.style.display = 'none';
    unboxed.add(child);
  }

  /** @param {HTMLElement} child */
  const hasNoBox = child => child.style.display === 'none';

  /** Before the focus goes on: Chromium (156) forgets the reading flow of a list in which only something was laid out that lies over the
   * rest, as our buttons and YouTube's previews do, until the list itself is laid out. @param {KeyboardEvent} event */
  function remindOfFlow({key}) {
    if (key !== 'Tab') return;
    for (const list of document.querySelectorAll('[style*="reading-flow"]')) {
      const {style} = /** @type {HTMLElement} */ (list);
      style.setProperty('reading-flow', FLOWS.find(flow => flow !== style.getPropertyValue('reading-flow')) ?? '');
    }
  }

  /** Arrange each section by itself. @type {CardList['arrange']} */
  function arrangeSections(found, sequence, hidden, isBlank) {
    for (const section of sections(found)) {
      stack(section);
      arrange(section, sequence.filter(child => child.parentNode === section), hidden, isBlank);
    }
  }

  /** @param {HTMLElement} element @param {string} name @param {string} value */
  function set(element, name, value) {
    if (element.style.getPropertyValue(name) !== value) element.style.setProperty(name, value);
  }

  /**
   * Give the row's gutter to the container: to 2025 it was a margin of the cells that were first in the DOM, which ragged the rows
   * once they stood elsewhere. That margin is `calc(half an item margin + gutter)`, so a gutter of nothing makes all margins equal.
   * @param {HTMLElement} container
   */
  function straighten(container) {
    const margin = (/** @type {string} */ selector) => {
      const cell = container.querySelector(`:scope > ${CELL}${selector}`);
      return cell ? parseFloat(getComputedStyle(cell).marginLeft) : NaN;
    };
    const gutter = margin('[is-in-first-column]') - margin(':not([is-in-first-column])');
    if (!(gutter > 0.5)) return;
    set(container, 'padding-left', `${gutter}px`);
    set(container, '--ytd-rich-grid-gutter-margin', '0px');
  }

  /** The sidebar is a plain block; `order` needs a flex container. @param {HTMLElement} container */
  function stack(container) {
    set(container, 'display', 'flex');
    set(container, 'flex-direction', 'column');
  }

  /**
   * Call `onChange` with the list's container and its touched children, before they are painted: once when it is there, then after
   * every change of its content.
   * @param {() => HTMLElement | null} find
   * @param {import('../types').PageKind} page where the list can appear
   * @param {(container: HTMLElement, touched: Set<Element>) => void} onChange
   * @param {(container: Element) => Element[]} [within] the list's children
   */
  function watch(find, page, onChange, within = children) {
    /** @type {HTMLElement | null} */
    let container = null;
    const inside = new MutationObserver(records => {
      const theirs = records.filter(isTheirs); // what we put on the cards ourselves changes no list
      if (!theirs.length) return;
      if (find() !== container) look();
      else if (container) onChange(container, touched(new Set(within(container)), theirs));
    });
    const anywhere = new MutationObserver(look);
    const around = new MutationObserver(look); // chips above the sidebar come and go with what holds its cards

    function look() {
      const found = find();
      if (found) anywhere.disconnect();
      if (found === container) return;
      inside.disconnect();
      around.disconnect();
      container = found;
      if (!found) return;
      inside.observe(found, {childList: true, subtree: true, attributes: true, attributeFilter: ['href']});
      for (const outer of [found.parentElement, found.parentElement?.parentElement]) if (outer) around.observe(outer, {childList: true});
      onChange(found, new Set(within(found)));
    }

    /** Search the document only while the list can appear in it. */
    function turn() {
      anywhere.disconnect();
      if (ownfeedIds.pageKind(location.pathname) === page) {
        anywhere.observe(document, {childList: true, subtree: true, attributes: true, attributeFilter: ['hidden', 'page-subtype']});
      }
      look();
    }

    document.addEventListener('yt-navigate-finish', turn);
    window.navigation?.addEventListener('currententrychange', turn);
    turn();
  }

  /** Whether a change is of more than an element of ours. @param {MutationRecord} record */
  const isTheirs = ({type, addedNodes, removedNodes}) =>
    type === 'attributes' || [...addedNodes, ...removedNodes].some(node => !node.nodeName.startsWith('OWNFEED-'));

  /** The children that a change touched. @param {Set<Element>} all @param {MutationRecord[]} records @returns {Set<Element>} */
  function touched(all, records) {
    /** @type {Set<Element>} */
    const found = new Set();
    for (const {target, addedNodes} of records) {
      const child = holding(all, target);
      if (child) found.add(child);
      else for (const node of addedNodes) inside(all, node).forEach(each => found.add(each));
    }
    return found;
  }

  /** @param {Set<Element>} all @param {Node} inner @returns {Element | null} */
  function holding(all, inner) {
    let at = /** @type {Node | null} */ (inner);
    while (at && !all.has(/** @type {Element} */ (at))) at = at.parentNode;
    return /** @type {Element | null} */ (at);
  }

  /** What came with a node: itself, or a section's children. @param {Set<Element>} all @param {Node} node */
  const inside = (all, node) => all.has(/** @type {Element} */ (node)) ? [/** @type {Element} */ (node)] : [...all].filter(child => node.contains(child));

  addEventListener('keydown', remindOfFlow, {capture: true, passive: true});

  /** @type {CardList} */
  const home = {children, videoId, isEmpty, arrange, prepare: straighten, watch: onChange => watch(() => grid(GRID), 'home', onChange)};
  /** @type {CardList} */
  const watchNext = {children, videoId, isEmpty, arrange, prepare: stack, watch: onChange => watch(sidebar, 'watch', onChange)};
  /** @type {CardList} */
  const subscriptions = {...home, watch: onChange => watch(() => grid(SUBSCRIPTIONS), 'subscriptions', onChange)};
  /** @type {CardList} */
  const search = {
    ...watchNext, children: inSections, arrange: arrangeSections, prepare: () => {}, watch: onChange => watch(results, 'search', onChange, inSections),
  };
  return {home, watch_next: watchNext, search, subscriptions, isDismissed};
})();
