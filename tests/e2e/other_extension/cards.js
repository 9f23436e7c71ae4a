// What extensions do to YouTube's cards: other titles and pictures, cells out of sight, marks of their own, ads emptied; and a row that
// insists on standing right above the description.
(() => {
  const style = document.createElement('style');
  style.textContent = '.other-hidden { display: none !important; }';
  const CELLS = 'ytd-browse[page-subtype=home] #contents > ytd-rich-item-renderer';
  const row = document.createElement('div');
  row.textContent = 'Another row';
  let insisted = 0;

  function change(cell, at) {
    const title = cell.querySelector('h3 a span, #video-title');
    if (!title || cell.querySelector('.other-mark')) return;
    if (cell.querySelector('ytd-ad-slot-renderer')) return cell.querySelector('ytd-ad-slot-renderer').replaceChildren();
    title.textContent = 'What this is really about';
    cell.querySelector('img')?.setAttribute('src', '/other.svg');
    cell.classList.toggle('other-hidden', at % 5 === 4);
    const mark = document.createElement('div');
    mark.className = 'other-mark';
    cell.querySelector('yt-lockup-view-model > div, #dismissible')?.prepend(mark);
  }

  function look() {
    document.querySelectorAll(CELLS).forEach(change);
    const below = document.querySelector('ytd-watch-metadata #above-the-fold > #bottom-row');
    if (!below || below.previousElementSibling === row) return;
    below.before(row);
    document.documentElement.dataset.insisted = String(insisted += 1);
  }

  new MutationObserver(look).observe(document, {childList: true, subtree: true});
  document.addEventListener('DOMContentLoaded', () => document.head.append(style));
})();
