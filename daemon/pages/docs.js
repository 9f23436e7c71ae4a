// Draws /openapi.json from elements and text.

import {element, find} from './element.js';
import {forget, pair, token} from './pairing.js';

const form = /** @type {HTMLFormElement} */ (find('form'));
const status = find('[role=status]');
const routes = find('#routes');

/** @param {string} path @param {string} method @param {any} operation @param {any} schemas */
function drawn(path, method, operation, schemas) {
  const parts = [element('summary', {}, element('b', {}, method.toUpperCase()), element('code', {}, path), ` ${operation.summary}`)];
  parts.push(element('p', {}, operation.description));
  const query = operation.parameters.filter(/** @param {any} each */ each => each.in === 'query');
  if (query.length) parts.push(element('p', {}, 'Query'), element('pre', {}, JSON.stringify(query, null, 2)));
  parts.push(...schema('Request', operation.requestBody, schemas), ...schema('Reply', operation.responses['200'], schemas));
  return element('details', {}, ...parts);
}

/** @param {string} title @param {any} holder @param {any} schemas */
function schema(title, holder, schemas) {
  const reference = holder?.content?.['application/json']?.schema?.$ref;
  if (!reference) return [];
  const name = reference.split('/').pop();
  return [element('p', {}, `${title}: ${name}`), element('pre', {}, JSON.stringify(schemas[name], null, 2))];
}

async function show() {
  const reply = await fetch('/openapi.json', {headers: {Authorization: `Bearer ${token() ?? ''}`}});
  form.hidden = reply.ok;
  if (!reply.ok) {
    forget();
    status.textContent = '';
    return;
  }
  const description = await reply.json();
  status.textContent = `Version ${description.info.version}, ${Object.keys(description.paths).length} addresses`;
  for (const [path, methods] of Object.entries(description.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      routes.append(drawn(path, method, operation, description.components.schemas));
    }
  }
}

form.addEventListener('submit', async event => {
  event.preventDefault();
  try {
    await pair(String(new FormData(form).get('code')));
    await show();
  } catch (error) {
    status.textContent = error instanceof Error ? error.message : String(error);
  }
});

if (token()) await show();
else {
  form.hidden = false;
  status.textContent = '';
}
