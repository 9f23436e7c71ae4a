// The extension's worker: built from the parts below. Chrome stops and starts it at will.
import {lockStorage} from '../storage.js';

chrome.runtime.onInstalled.addListener(({reason}) => {
  if (reason === 'install') void chrome.runtime.openOptionsPage();
});
void lockStorage();
