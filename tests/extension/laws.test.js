// The laws of scripts/lint_extension.js bite.
import assert from 'node:assert/strict';
import {test} from 'node:test';

import {lawsBroken} from '../../scripts/lint_extension.js';

const BROKEN = [
  'made.innerHTML = title;', 'made.outerHTML = title;', "made.insertAdjacentHTML('beforeend', title);", 'document.write(title);',
  'eval(title);', 'new Function(title)();', "setTimeout('hostile()', 1);", "link.href = 'javascript:hostile()';", 'made.setHTMLUnsafe(title);',
  'document.createRange().createContextualFragment(title);', "new DOMParser().parseFromString(title, 'text/html');",
];

test('every way to read a string as HTML or as a program is refused', () => {
  for (const line of BROKEN) assert.equal(lawsBroken('popup/popup.js', line).length, 1, line);
});

test('text stays allowed, and a comment may name what it forbids', () => {
  for (const line of ['made.textContent = title;', '// never innerHTML', "setTimeout(() => act(), 1);"]) {
    assert.deepEqual(lawsBroken('popup/popup.js', line), [], line);
  }
});
