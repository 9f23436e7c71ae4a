// The classic loader of what is otherwise all modules.
import(chrome.runtime.getURL('features/main.js'));
