// Every message and every feature is described in docs/extension.md.
import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import test from 'node:test';
import {SENDERS} from '../../extension/messages.js';

const root = new URL('../../', import.meta.url);
const read = (/** @type {string} */ path) => readFile(new URL(path, root), 'utf8');
const [guide, index] = await Promise.all([read('docs/extension.md'), read('extension/features/index.js')]);
const rows = guide.split('\n').filter(line => line.startsWith('| `'));

for (const [name, senders] of Object.entries(SENDERS)) {
  test(`the message ${name} is described, with who may send it`, () => {
    const row = rows.find(line => line.split('|')[1]?.includes(`\`${name}\``));
    assert.ok(row, name);
    assert.equal(row.split('|')[2]?.trim() === 'yes', senders.includes('content'), name);
  });
}

for (const name of index.match(/features = \[([^\]]+)\]/)?.[1]?.split(',').map(each => each.trim()).filter(Boolean) ?? []) {
  test(`the feature ${name} is described`, () => assert.ok(rows.some(line => line.startsWith(`| \`${name}\` |`))));
}
