// The feed with the keyboard alone: arrows go from video to video, Enter opens one (it is a link), letters say what one thinks of it.

/** @type {Readonly<Record<string, string>>} key → `data-action` of the button it presses */
const PRESSES = Object.freeze({u: 'up', d: 'down', x: 'not_interested', w: 'why'});

/** @param {HTMLElement} list of videos @param {HTMLInputElement} search where "/" leads, and ArrowDown leads back from */
export function listenToKeys(list, search) {
  document.addEventListener('keydown', event => {
    const {key, target, ctrlKey, metaKey, altKey, isComposing} = event;
    if (isComposing || ctrlKey || metaKey || altKey || !(target instanceof HTMLElement)) return;
    const isTyping = target.matches('input, select');
    const done = isTyping ? target === search && key === 'ArrowDown' && go(list, 1) : key === '/' ? focus(search) : act(list, key);
    if (done) event.preventDefault();
  });
}

/** @param {HTMLElement} list @param {string} key @returns {boolean} whether the key means something here */
function act(list, key) {
  if (key === 'ArrowDown' || key === 'ArrowUp') return go(list, key === 'ArrowDown' ? 1 : -1);
  const button = videoInFocus()?.querySelector(`[data-action="${PRESSES[key.toLowerCase()]}"]`);
  if (!(button instanceof HTMLElement)) return false;
  button.click();
  return true;
}

/** @param {HTMLElement} list @param {1 | -1} step @returns {boolean} whether there was a video to go to */
function go(list, step) {
  const videos = [...list.children];
  const video = videoInFocus();
  const next = video ? videos[videos.indexOf(video) + step] : step > 0 ? videos[0] : undefined;
  const title = next?.querySelector('.of-video-title');
  return title instanceof HTMLElement && focus(title);
}

const videoInFocus = () => document.activeElement?.closest('.of-video');

/** @param {HTMLElement} element @returns {true} */
function focus(element) {
  element.focus();
  element.scrollIntoView({block: 'nearest'});
  return true;
}
