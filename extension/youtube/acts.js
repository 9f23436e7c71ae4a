// What a person tells YouTube with YouTube's own buttons and menus, known by what is asked of YouTube and not by words or places:
// like, dislike, subscribe, "not interested", "don't recommend channel", and their undoing. The page could forge it, so it counts
// only right after a real click or key. A classic script, as ids.js is: the first page's menus come before any module.
var ownfeedActs = (() => {
  /** @typedef {import('../types').Act} Act */
  const MOST_TOKENS = 9_000;
  /** The symbol of a menu's entry (2024 on); history's "remove" has one of its own and says nothing about taste.
   * @type {Record<string, Act['kind']>} */
  const KINDS = {HIDE: 'not_interested', NOT_INTERESTED: 'not_interested', REMOVE: 'block_channel'};
  /** @type {Record<string, Act['kind']>} */
  const ASKED = {
    'like/like': 'thumbs_up', 'like/dislike': 'thumbs_down', 'like/removelike': 'clear_rating',
    'subscription/subscribe': 'subscribe', 'subscription/unsubscribe': 'unsubscribe',
  };

  /** @type {Map<string, Act>} what each entry of the cards' menus, and each undo, would tell YouTube */
  const meanings = new Map();
  /** @type {Set<(act: Act) => void>} */
  const listeners = new Set();

  /** @param {any} card as posted */
  function learn({videoId, menu}) {
    if (!ownfeedIds.isVideoId(videoId) || !Array.isArray(menu)) return;
    for (const {symbol, token, undo} of menu.slice(0, 20)) {
      const kind = KINDS[symbol];
      if (kind && typeof token === 'string') meanings.set(token, {kind, videoId});
      if (kind && typeof undo === 'string') meanings.set(undo, {kind: kind === 'block_channel' ? 'unblock_channel' : 'clear_rating', videoId});
    }
    for (const token of meanings.keys()) {
      if (meanings.size <= MOST_TOKENS) return;
      meanings.delete(token);
    }
  }

  /** @param {any} asked `path` and `body` of a request that YouTube took @returns {Act[]} */
  function actsOf({path, body}) {
    if (path === 'feedback') return [body?.feedbackTokens].flat().flatMap(token => meanings.get(token) ?? []);
    const kind = ASKED[path];
    if (!kind) return [];
    if (kind === 'subscribe' || kind === 'unsubscribe') {
      return [body?.channelIds].flat().filter(id => /^UC[\w-]{22}$/.test(id)).map(channelId => ({kind, channelId}));
    }
    return ownfeedIds.isVideoId(body?.target?.videoId) ? [{kind, videoId: body.target.videoId}] : [];
  }

  ownfeedFacts.onPosted(({cards, asked}) => {
    if (Array.isArray(cards) && cards.length <= 300) cards.forEach(card => card && learn(card));
    if (!asked || !navigator.userActivation.isActive) return;
    for (const act of actsOf(asked)) listeners.forEach(listener => listener(act));
  });

  return {
    /** Be told what the person has told YouTube. @param {(act: Act) => void} listener @param {AbortSignal} signal */
    onAct(listener, signal) {
      listeners.add(listener);
      signal.addEventListener('abort', () => listeners.delete(listener));
    },
  };
})();
