// What is ours on YouTube's page, out of the page's sight and hearing.

// YouTube listens on ancestors: unstopped, a press on a button would open the card's video, a key would steer the player.
const OURS = ['click', 'dblclick', 'auxclick', 'mousedown', 'mouseup', 'pointerdown', 'pointerup', 'touchstart', 'keydown', 'keyup', 'keypress'];

/**
 * Put children where the page cannot look: in a closed root on a plain `div`. A root on our own element could be read by a page that
 * defines that name first.
 * @param {HTMLElement} holder @param {...Node} children
 * @returns {ShadowRoot}
 */
export function hideInside(holder, ...children) {
  const inner = document.createElement('div');
  const root = inner.attachShadow({mode: 'closed'});
  root.append(...children);
  holder.append(inner);
  return root;
}

/** Let the page hear nothing of what is pressed inside. @param {HTMLElement} holder */
export function keepInside(holder) {
  for (const type of OURS) holder.addEventListener(type, stop);
}

/** @param {Event} event */
const stop = event => event.stopPropagation();
