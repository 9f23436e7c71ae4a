// What a person has typed and not sent yet outlives the redrawing around it, and so does the place of the focus.

/**
 * Put new content into a place. A `data-keep` names an element across redraws: its focus stays. A `data-draft` is a field whose value was
 * not sent yet where it differs from the default: it stays, too. A button that had the focus and is no more leaves it to the one in
 * its place, or a person without a mouse would begin at the top of the page again; a field leaves it to none, for somebody may be typing.
 * @param {HTMLElement} place @param {(Node | string)[]} content
 */
export function putIn(place, content) {
  const focused = place.contains(document.activeElement) ? document.activeElement : null;
  const selection = focused instanceof HTMLInputElement && focused.type === 'text' ? focused : null;
  const [from, to] = [selection?.selectionStart ?? null, selection?.selectionEnd ?? null];
  const rank = [...place.querySelectorAll('button:enabled')].findIndex(each => each === focused);
  const putBack = drafts(place);
  place.replaceChildren(...content);
  putBack.forEach(each => each());
  const now = successor(place, focused);
  (now?.matches(':enabled, [tabindex]') ? now : inPlace(place, rank))?.focus({preventScroll: true});
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

/** Take something away; the focus in it goes to another, if there is one. @param {HTMLElement} gone @param {HTMLElement | null} heir */
export function takeAway(gone, heir) {
  if (gone.contains(document.activeElement)) heir?.focus({preventScroll: true});
  gone.remove();
}

/** @param {HTMLElement} place @param {number} rank -1: of none @returns {HTMLElement | null | undefined} the button that stands there now, or the last */
function inPlace(place, rank) {
  const buttons = [.../** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll('button:enabled'))];
  return rank < 0 ? null : buttons[rank] ?? buttons.at(-1);
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
