// Which videos of a list were half in sight for a second: told once per slate, as cards on the page are, in however many frames it stands.
import {impressionId} from '../stable-id.js';
import {makeSignal} from '../ui/signals.js';

const HALF = 0.5;
const SEEN_AFTER_MS = 1_000;

/**
 * @param {HTMLElement} list of elements with `data-video-id`
 * @param {Partial<import('../types').Signal>} about where it happens
 * @returns {(slateId: string | null) => void} to be called when videos were added, with their slate
 */
export function tellWhatIsSeen(list, about) {
  /** @type {Map<Element, number>} */
  const timers = new Map();
  /** @type {Map<Element, string | null>} */
  const slates = new Map();
  const eye = new IntersectionObserver(entries => {
    for (const {target, intersectionRatio} of entries) {
      clearTimeout(timers.get(target));
      if (intersectionRatio >= HALF) timers.set(target, setTimeout(() => seen(target), SEEN_AFTER_MS));
    }
  }, {threshold: [HALF]});

  /** @param {Element} item */
  async function seen(item) {
    if (document.hidden) return;
    eye.unobserve(item);
    const videoId = /** @type {HTMLElement} */ (item).dataset['videoId'] ?? '';
    const slateId = slates.get(item);
    const position = [...list.children].indexOf(item);
    const slate = slateId ? {id: await impressionId(slateId, videoId), slate_id: slateId} : {};
    await makeSignal('impression', {video_id: videoId, ...about, position, ...slate});
  }

  return slateId => {
    for (const item of list.children) {
      if (slates.has(item)) continue;
      slates.set(item, slateId);
      eye.observe(item);
    }
  };
}
