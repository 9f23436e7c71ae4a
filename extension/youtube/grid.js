// The home grid in place: which children it has, which video each shows, and how to arrange them without moving a node.
// A classic script, as ids.js is.
var ownfeedGrid = (() => {
  // The live home page's grid; earlier pages stay in the document with `hidden`. One flat list since August 2024.
  const CONTENTS = 'ytd-browse[page-subtype="home"]:not([hidden]) ytd-rich-grid-renderer > #contents';
  // Rows of cells, to August 2024: a layout that `order` cannot arrange.
  const ROWS = ':scope > ytd-rich-grid-row';
  // The last child: seeing it loads more. Never hidden, never moved.
  const CONTINUATION = 'ytd-continuation-item-renderer';
  const CELL = 'ytd-rich-item-renderer';
  // Whatever these hold is advertising, whatever it looks like.
  const ADVERT = 'ytd-ad-slot-renderer, ytd-in-feed-ad-layout-renderer';
  // Cards of one video: new (2024 on), old (movies, some accounts).
  const VIDEO_CARD = 'yt-lockup-view-model, ytd-rich-grid-media';
  const LAST = '100000';

  /** The grid's list of children while home is shown and can be arranged, else null. @returns {HTMLElement | null} */
  function contents() {
    const found = /** @type {HTMLElement | null} */ (document.querySelector(CONTENTS));
    return found && !found.querySelector(ROWS) ? found : null;
  }

  /** The children that can have a place, in YouTube's order. @param {Element} container @returns {HTMLElement[]} */
  const children = container => /** @type {HTMLElement[]} */ ([...container.children].filter(child => child.localName !== CONTINUATION));

  /** The one video a child of the grid shows; null for ads, shelves, mixes, playlists, posts and what is still empty.
   * @param {Element} child @returns {string | null} */
  function videoId(child) {
    if (child.localName !== CELL || child.querySelector(ADVERT)) return null;
    const link = child.querySelector(VIDEO_CARD)?.querySelector('a[href]');
    const target = ownfeedIds.target(link?.getAttribute('href'));
    return target?.kind === 'video' ? target.videoId : null;
  }

  /** Whether a cell is still a skeleton. @param {Element} child */
  const isEmpty = child => child.localName === CELL && !child.querySelector('a[href], img') && !child.querySelector(ADVERT);

  /**
   * Show the children in this sequence, those in `hidden` not at all, the continuation last; keyboard focus follows what is seen.
   * @param {HTMLElement} container
   * @param {HTMLElement[]} sequence every child but the continuation
   * @param {Set<Element>} hidden
   */
  function arrange(container, sequence, hidden) {
    if (!container.style.getPropertyValue('reading-flow')) straighten(container);
    sequence.forEach((child, place) => {
      set(child, 'order', String(place + 1));
      if (hidden.has(child)) set(child, 'display', 'none');
      else if (child.style.display === 'none') child.style.removeProperty('display');
    });
    for (const child of container.querySelectorAll(`:scope > ${CONTINUATION}`)) set(/** @type {HTMLElement} */ (child), 'order', LAST);
  }

  /**
   * Let focus follow the order, and give the row's gutter to the container: to 2025 it was a margin of the cells that were first in
   * the DOM, which ragged the rows once they stood elsewhere. Such a margin is `calc(half an item margin + gutter)`, so a gutter of
   * nothing inside the container makes all margins equal.
   * @param {HTMLElement} container
   */
  function straighten(container) {
    container.style.setProperty('reading-flow', 'flex-visual');
    const margin = (/** @type {string} */ selector) => {
      const cell = container.querySelector(`:scope > ${CELL}${selector}`);
      return cell ? parseFloat(getComputedStyle(cell).marginLeft) : NaN;
    };
    const gutter = margin('[is-in-first-column]') - margin(':not([is-in-first-column])');
    if (!(gutter > 0.5)) return;
    container.style.setProperty('padding-left', `${gutter}px`);
    container.style.setProperty('--ytd-rich-grid-gutter-margin', '0px');
  }

  /** @param {HTMLElement} element @param {string} name @param {string} value */
  function set(element, name, value) {
    if (element.style.getPropertyValue(name) !== value) element.style.setProperty(name, value);
  }

  /**
   * Call `onChange` with the grid's container and its touched children, before they are painted: once when it is there, then after
   * every change of its content; with null when home is left.
   * @param {(container: HTMLElement | null, touched: Set<Element>) => void} onChange
   */
  function watch(onChange) {
    /** @type {HTMLElement | null} */
    let container = null;
    const inside = new MutationObserver(records => container && onChange(container, touched(container, records)));
    const anywhere = new MutationObserver(look);

    function look() {
      const found = contents();
      if (found) anywhere.disconnect();
      if (found === container) return;
      inside.disconnect();
      container = found;
      if (found) inside.observe(found, {childList: true, subtree: true, attributes: true, attributeFilter: ['href']});
      onChange(found, new Set(found?.children));
    }

    /** Search for the grid only where it can appear. */
    function turn() {
      anywhere.disconnect();
      if (ownfeedIds.pageKind(location.pathname) === 'home') {
        anywhere.observe(document, {childList: true, subtree: true, attributes: true, attributeFilter: ['hidden', 'page-subtype']});
      }
      look();
    }

    document.addEventListener('yt-navigate-finish', turn);
    window.navigation?.addEventListener('currententrychange', turn);
    turn();
  }

  /** The grid's children that a change touched. @param {Element} container @param {MutationRecord[]} records @returns {Set<Element>} */
  function touched(container, records) {
    const found = new Set();
    for (const {target, addedNodes} of records) {
      if (target === container) addedNodes.forEach(node => node instanceof Element && found.add(node));
      else found.add(childHolding(container, target));
    }
    found.delete(null);
    return found;
  }

  /** @param {Element} container @param {Node} inner @returns {Element | null} */
  function childHolding(container, inner) {
    let at = inner;
    while (at.parentNode && at.parentNode !== container) at = at.parentNode;
    return at.parentNode === container ? /** @type {Element} */ (at) : null;
  }

  return {children, videoId, isEmpty, arrange, watch};
})();
