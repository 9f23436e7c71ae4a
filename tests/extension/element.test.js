import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {test} from 'node:test';

test('the extension and the daemon’s pages make elements by the same file, which neither can load from the other', async () => {
  const [ours, theirs] = await Promise.all(['extension/ui', 'daemon/pages'].map(folder => readFile(new URL(`../../${folder}/element.js`, import.meta.url))));
  assert.ok(ours?.length && theirs && ours.equals(theirs));
});
