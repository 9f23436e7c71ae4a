// A page of the extension in a frame on YouTube's page: YouTube's scripts can see that a frame is there, and cannot read a word of it.
import {hideInside} from './inside.js';

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
  const scheme = document.documentElement.hasAttribute('dark') ? 'dark' : 'light'; // YouTube's own, which may not be the system's
  const url = new URL(chrome.runtime.getURL(address));
  url.searchParams.set('scheme', scheme);
  frame.src = url.href;
  frame.title = title;
  dress(frame, {...look, border: '0', 'color-scheme': scheme});
  hideInside(holder, frame);
  return {holder, frame};
}

/** @param {HTMLElement} element @param {Record<string, string>} look */
export function dress(element, look) {
  for (const [name, value] of Object.entries(look)) element.style.setProperty(name, value);
}
