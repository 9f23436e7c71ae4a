// A page of the extension in a frame on YouTube's page: YouTube's scripts can see that a frame is there, and cannot read a word of it.
import {hideInside} from './inside.js';

/** What stands, or stood. @type {Set<HTMLIFrameElement>} */
const frames = new Set();
const turning = new MutationObserver(() => {
  for (const frame of frames) if (frame.isConnected) recolour(frame);
});

/** YouTube's own, which may not be the system's, and may change at any time: with the device at nightfall, say. */
const schemeNow = () => document.documentElement.hasAttribute('dark') ? 'dark' : 'light';

/** @param {HTMLIFrameElement} frame */
function recolour(frame) {
  const scheme = schemeNow();
  frame.style.setProperty('color-scheme', scheme);
  frame.contentWindow?.postMessage({scheme}, new URL(frame.src).origin);
}

/**
 * @param {string | HTMLElement} host the light host, or its tag
 * @param {string} address within the extension; carries nothing of the person's
 * @param {string} title for screen readers
 * @param {Record<string, string>} look
 * @returns {{holder: HTMLElement, frame: HTMLIFrameElement}}
 */
export function ownFrame(host, address, title, look) {
  const holder = typeof host === 'string' ? document.createElement(host) : host;
  const frame = document.createElement('iframe');
  const scheme = schemeNow();
  const url = new URL(chrome.runtime.getURL(address));
  url.searchParams.set('scheme', scheme);
  frame.src = url.href;
  frame.title = title;
  dress(frame, {...look, border: '0', 'color-scheme': scheme});
  hideInside(holder, frame);
  for (const before of frames) if (!before.isConnected) frames.delete(before);
  frames.add(frame);
  turning.observe(document.documentElement, {attributeFilter: ['dark']});
  return {holder, frame};
}

/** @param {HTMLElement} element @param {Record<string, string>} look */
export function dress(element, look) {
  for (const [name, value] of Object.entries(look)) element.style.setProperty(name, value);
}
