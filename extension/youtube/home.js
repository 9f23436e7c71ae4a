// The home page around the grid: where a list of ours may stand, and whether YouTube has anything of its own to show. A classic script,
// as ids.js is: the room for a list is kept before any module is there.
var ownfeedHome = (() => {
  // The shown home page and its grid (2019 on); earlier pages stay in the document with `hidden`.
  const HOME = 'ytd-browse[page-subtype="home"]:not([hidden])';
  const CONTENTS = ':scope ytd-rich-grid-renderer > #contents';
  // Signed out, or with the history off, one section holds this invitation, and there are no cells (January 2026).
  const NUDGE = 'ytd-feed-nudge-renderer';
  const CELL = 'ytd-rich-item-renderer';
  const PAINTED = `${CELL} a[href], ${CELL} img`;

  /** The children of the shown home page's grid; null before there is one. @returns {HTMLElement | null} */
  const contents = () => document.querySelector(HOME)?.querySelector(CONTENTS) ?? null;

  /** Whether YouTube shows its invitation instead of videos. */
  function isHomeEmpty() {
    const grid = contents();
    return grid !== null && !grid.querySelector(CELL) && grid.querySelector(NUDGE) !== null; // most have cells, and the first is soon found
  }

  /** Put an element above the cards, unless there are cards already: what was painted never moves. @param {HTMLElement} element */
  function standAboveHome(element) {
    const grid = contents();
    if (!grid || grid.querySelector(PAINTED)) return false;
    grid.before(element);
    return true;
  }

  /**
   * Put an element in the place of all that YouTube shows on home; nothing of it is moved or removed.
   * @param {HTMLElement} element
   * @returns {(() => void) | null} brings YouTube's page back; null where there is no home page
   */
  function fillHome(element) {
    const page = document.querySelector(HOME);
    if (!page) return null;
    const theirs = /** @type {HTMLElement[]} */ ([...page.children]);
    theirs.forEach(child => child.style.setProperty('display', 'none', 'important'));
    page.append(element);
    return () => {
      element.remove();
      theirs.forEach(child => child.style.removeProperty('display'));
    };
  }

  /** Call back once the home page has a grid, before it is painted. @param {() => void} listener @param {AbortSignal} signal */
  function whenHome(listener, signal) {
    if (contents()) return listener();
    const observer = new MutationObserver(() => {
      if (!contents()) return;
      observer.disconnect();
      listener();
    });
    observer.observe(document, {childList: true, subtree: true, attributes: true, attributeFilter: ['hidden', 'page-subtype']});
    signal.addEventListener('abort', () => observer.disconnect());
  }

  return {isHomeEmpty, standAboveHome, fillHome, whenHome};
})();
