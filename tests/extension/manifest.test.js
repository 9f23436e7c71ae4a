import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {readFile, readdir, stat} from 'node:fs/promises';
import {test} from 'node:test';

const EXTENSION = new URL('../../extension/', import.meta.url);
const manifest = JSON.parse(await readFile(new URL('manifest.json', EXTENSION), 'utf8'));

test('the key gives the id that the daemon expects', () => {
  const digest = createHash('sha256').update(Buffer.from(manifest.key, 'base64')).digest('hex');
  const id = [...digest.slice(0, 32)].map(digit => 'abcdefghijklmnop'[parseInt(digit, 16)]).join('');
  assert.equal(id, 'babkfdogofflnlafgiedepefepihfmfj');
});

test('it asks for storage, alarms, this machine and youtube.com, and for nothing else', () => {
  assert.deepEqual(manifest.permissions, ['storage', 'alarms']);
  assert.deepEqual(manifest.host_permissions, ['http://127.0.0.1/*', 'https://www.youtube.com/*']);
  assert.equal(manifest.incognito, 'not_allowed');
  for (const absent of ['optional_permissions', 'externally_connectable', 'update_url']) assert.ok(!(absent in manifest), absent);
});

test('its pages load nothing from elsewhere but thumbnails, and speak to this machine alone', () => {
  const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https://i.ytimg.com; connect-src http://127.0.0.1:*";
  assert.deepEqual(manifest.content_security_policy, {extension_pages: policy});
});

test('its pages hold no script, style or handler of their own', async () => {
  const pages = (await readdir(EXTENSION, {recursive: true})).filter(path => path.endsWith('.html'));
  assert.ok(pages.length >= 3);
  for (const path of pages) {
    const html = await readFile(new URL(path, EXTENSION), 'utf8');
    assert.doesNotMatch(html, /<script(?![^>]* src=)|<style|\son\w+=|\sstyle=|javascript:|https?:/i, path);
  }
});

test('only youtube.com may load our modules, by an address that does not change', () => {
  for (const {matches, use_dynamic_url: isDynamic} of manifest.web_accessible_resources) {
    assert.deepEqual(matches, ['https://www.youtube.com/*']);
    assert.equal(isDynamic, undefined);
  }
});

test('every file it names is there', async () => {
  const named = [
    manifest.background.service_worker, manifest.action.default_popup, manifest.options_ui.page, ...Object.values(manifest.icons),
    ...manifest.content_scripts.flatMap((/** @type {{js: string[]}} */ {js}) => js),
  ];
  for (const path of named) assert.ok((await stat(new URL(path, EXTENSION))).isFile(), path);
});

test('its keys can be known by what they do, and no more are suggested than a browser takes', async () => {
  const english = JSON.parse(await readFile(new URL('_locales/en/messages.json', EXTENSION), 'utf8'));
  const commands = Object.entries(manifest.commands);
  for (const [name, {description}] of commands) assert.ok(name.startsWith('_') || description.match(/^__MSG_(\w+)__$/)?.[1] in english, name);
  const keys = commands.map(([, command]) => command.suggested_key.default);
  assert.ok(keys.length <= 4 && new Set(keys).size === keys.length);
});
