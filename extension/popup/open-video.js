// Following a link out of the popup: in the tab of YouTube that is in front, otherwise in a new one.
import {askPage} from '../messages.js';

/** @param {string} url of a video */
export async function openVideo(url) {
  // The address of a tab is told for youtube.com alone: that is all we have the right to.
  const [front] = await chrome.tabs.query({active: true, currentWindow: true});
  const isYouTube = front?.url?.startsWith('https://www.youtube.com/');
  if (front?.id === undefined || !isYouTube) await chrome.tabs.create({url});
  else if (!await askPage(front.id, {open: new URL(url).searchParams.get('v') ?? ''})) await chrome.tabs.update(front.id, {url});
  window.close();
}
