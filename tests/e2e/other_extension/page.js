// What extensions do in YouTube's own world: listen to the page's data in a way that nobody can undo, and put themselves before fetch.
(() => {
  let data;
  window.otherSaw = {data: 0, fetched: 0};
  Object.defineProperty(window, 'ytInitialData', {configurable: false, enumerable: true, get: () => data, set: value => { data = value; otherSaw.data += 1; }});
  const original = window.fetch;
  window.fetch = async (...request) => {
    const answer = await original(...request);
    otherSaw.fetched += 1;
    const {status, statusText, headers} = answer;
    return new Response(await answer.text(), {status, statusText, headers}); // an equal one, changed or not
  };
})();
