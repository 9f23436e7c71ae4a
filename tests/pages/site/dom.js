// Elements from names and attributes: the page forbids HTML strings (Trusted Types), as YouTube's does.

/** Make `tag` with attributes, and children (elements or texts) inside. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null && value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined));
  return element;
}

/** What the address of the FIRST load asks for; it holds for the life of the page. */
export const knobs = Object.fromEntries(new URLSearchParams(location.search));

/** Ask the server as YouTube does: fetch with a Request object. */
export async function innertube(endpoint, body) {
  const request = new Request(`/youtubei/v1/${endpoint}?prettyPrint=false`, {
    method: 'POST', headers: {'Content-Type': 'application/json'},
    body: JSON.stringify({...body, plain: knobs.plain !== undefined, pages: knobs.pages ?? 8}),
  });
  return (await fetch(request)).json();
}

export const wait = milliseconds => new Promise(done => setTimeout(done, milliseconds));

let held = null;

/** With the knob `held`, nothing is filled before the test calls `paint()`; `hold()` holds what comes next. */
window.hold = () => {
  let paint;
  held = new Promise(done => { paint = done; });
  window.paint = () => { held = null; paint(); };
};
if (knobs.held !== undefined) window.hold();

/** The moment at which cards paint: when the test says so, or `paint_delay` milliseconds from now. */
export const painting = () => held ?? wait(Number(knobs.paint_delay ?? 0));
