// What a person has typed and not sent yet outlives the redrawing around it, and so does the place of the focus.

/**
 * Put new content into a place. A `data-keep` names an element across redraws: its focus stays. A `data-draft` is a field whose value was
 * not sent yet where it differs from the default: it stays, too.
 * @param {HTMLElement} place @param {(Node | string)[]} content
 */
export function putIn(place, content) {
  const focused = place.contains(document.activeElement) ? document.activeElement : null;
  const selection = focused instanceof HTMLInputElement && focused.type === 'text' ? focused : null;
  const [from, to] = [selection?.selectionStart ?? null, selection?.selectionEnd ?? null];
  const putBack = drafts(place);
  place.replaceChildren(...content);
  putBack.forEach(each => each());
  const now = successor(place, focused);
  now?.focus({preventScroll: true});
  if (selection) now?.setSelectionRange(from, to);
}

/** @param {HTMLElement} place @returns {(() => void)[]} what puts each draft into the field that came for its own */
function drafts(place) {
  const fields = [...place.querySelectorAll('input')].filter(each => 'draft' in each.dataset && each.value !== each.defaultValue);
  return fields.map(field => {
    const {value} = field;
    field.value = field.defaultValue; // or it would be sent half typed, for a field that is taken away is left
    return () => keep(value, field, successor(place, field));
  });
}

/** @param {HTMLElement} place @param {Element | null} old @returns {HTMLInputElement | null} the field of the same name */
function successor(place, old) {
  const name = old?.getAttribute('data-keep');
  return name ? place.querySelector(`[data-keep="${CSS.escape(name)}"]`) : null;
}

/** @param {string} draft @param {HTMLInputElement} old @param {HTMLInputElement | null} field */
function keep(draft, old, field) {
  if (field?.defaultValue !== old.defaultValue) return; // another thing bears that name now, or this one was changed elsewhere
  field.value = draft;
  field.dispatchEvent(new Event('input')); // what follows the value, as the map's tip does
}
