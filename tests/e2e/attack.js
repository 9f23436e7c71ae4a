// What a page or an extension of a stranger can try on the daemon. Resolves to what it got hold of, a line each.
// `targets` are addresses such as http://127.0.0.1:7863, `canary` a title only the owner may read, `write` a body that adds one.
async ({targets, canary, write}) => {
  const PATIENCE_MS = 2_000; // a request that waits for a permission prompt has no end
  const READS = ['/api/videos', '/api/videos/categories', '/api/status', '/api/clients', '/healthz', '/openapi.json', '/metrics', '/'];
  const got = [];
  const within = promise => Promise.race([promise, new Promise(done => setTimeout(done, PATIENCE_MS))]).catch(() => {});
  const inPage = typeof document !== 'undefined';

  const read = async (how, reply) => {
    if (reply.ok) got.push(`${how} read ${reply.url}${(await reply.text()).includes(canary) ? ' with the canary' : ''}`);
  };
  const fetches = target => [
    ...READS.map(path => fetch(target + path).then(reply => read('fetch', reply))),
    ...READS.map(path => fetch(target + path, {mode: 'no-cors'})),
    fetch(`${target}/api/videos`, {headers: {Authorization: 'Bearer guessed'}}).then(reply => read('fetch with a token', reply)),
    fetch(`${target}/api/videos/categories`, {method: 'POST', body: write('fetch')}).then(reply => read('post', reply)),
    fetch(`${target}/api/videos/categories`, {method: 'POST', mode: 'no-cors', body: write('no-cors')}),
    fetch(`${target}/api/data`, {method: 'DELETE', body: '{"confirm": true}', headers: {'Content-Type': 'application/json'}}),
  ];
  const sockets = target => [
    new Promise(done => {
      const socket = new WebSocket(`${target.replace('http', 'ws')}/api/events`);
      socket.onopen = () => done(got.push(`WebSocket opened ${target}`));
      socket.onerror = done;
    }),
    inPage ? new Promise(done => {
      const source = new EventSource(`${target}/api/events`);
      source.onopen = () => done(got.push(`EventSource opened ${target}`));
      source.onerror = () => { source.close(); done(); };
    }) : null,
  ];
  const element = (tag, attributes) => new Promise(done => {
    const made = Object.assign(document.createElement(tag), attributes);
    made.onload = () => done(made);
    made.onerror = () => done(null);
    document.body.append(made);
  });
  const elements = target => [
    element('img', {src: `${target}/api/videos`}).then(made => made && got.push(`img loaded ${target}`)),
    element('script', {src: `${target}/api/status`}).then(made => made && got.push(`script loaded ${target}`)),
    element('link', {rel: 'stylesheet', href: `${target}/`}).then(made => made && got.push(`style loaded ${target}`)),
    ...['/', '/api/videos/categories'].map(path => element('iframe', {src: target + path}).then(made => {
      if (made?.contentDocument?.body?.textContent.includes(canary)) got.push(`iframe read ${target}${path}`);
    })),
    new Promise(done => {
      const opened = open(`${target}/api/videos/categories`);
      const look = () => {
        try {
          if (opened.document.body?.textContent.includes(canary)) got.push(`window.open read ${target}`);
        } catch {
          // Another origin's window: nothing can be read of it.
        }
        opened.close();
        done();
      };
      if (opened) setTimeout(look, PATIENCE_MS / 2); else done();
    }),
    Promise.resolve(navigator.sendBeacon(`${target}/api/videos/categories`, write('beacon'))),
  ];
  const attempts = targets.flatMap(target => [...fetches(target), ...sockets(target), ...(inPage ? elements(target) : [])]);
  await Promise.all(attempts.map(within));
  return got;
}
