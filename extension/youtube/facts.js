// What page-data.js posts from YouTube's world, checked and turned into wire form. The page can forge it, so nothing here is trusted
// further than a card's text would be. A classic script, as ids.js is.
var ownfeedFacts = (() => {
  /** @typedef {import('../types').Card} Card */
  /** @typedef {(place: string, cards: (Card | null)[], asker: URL, beside: string | null) => void} ListListener */
  const MOST_VIDEOS = 3_000;
  const MOST_AT_ONCE = 300;
  const LONGEST = {title: 300, name: 200, text: 100, description: 2_000, tag: 60};

  /** @type {Map<string, Card>} in order of arrival */
  const known = new Map();
  /** @type {Set<string>} films that are sold or rented out: their cards look like those of videos */
  const movies = new Set();
  /** @type {Set<ListListener>} */
  const listeners = new Set();
  /** @type {Set<(posted: any) => void>} */
  const hearers = new Set();

  /** @param {unknown} value @param {number} longest @returns {string | undefined} */
  const text = (value, longest) => typeof value === 'string' && value.trim() ? ownfeedTexts.short(value, longest) : undefined;

  /** @param {any} value @param {RegExp} form @returns {string | undefined} */
  const formed = (value, form) => typeof value === 'string' && form.test(value) ? value : undefined;

  /** @param {any} value @returns {number | undefined} */
  const amount = value => Number.isFinite(value) && value >= 0 ? value : undefined;

  /** @param {Record<string, unknown>} fields @returns {any} the same without what is absent */
  const present = fields => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null));

  /** @param {any} raw as posted @returns {Card | null} */
  function card(raw) {
    const title = text(raw?.title, LONGEST.title);
    if (!ownfeedIds.isVideoId(raw?.videoId) || !title) return null;
    const lengths = Array.isArray(raw.lengthTexts) ? raw.lengthTexts.map(ownfeedTexts.seconds) : [];
    const length = amount(raw.seconds) || lengths.find(Number.isFinite);
    return present({
      video_id: raw.videoId, title, ...channel(raw), age_text: raw.live ? undefined : text(raw.ageText, LONGEST.text),
      duration_seconds: length, view_count: raw.live ? undefined : amount(raw.views) ?? ownfeedTexts.count(raw.viewsText),
      is_live: raw.live === true || (length ? false : undefined), is_short: raw.short === true || undefined, tags: tags(raw.tags),
      description: text(raw.description, LONGEST.description), category: text(raw.category, LONGEST.name), watched_fraction: fraction(raw.watchedPercent),
    });
  }

  /** @param {any} raw */
  const channel = raw => ({
    channel_name: text(raw.channelName, LONGEST.name), channel_id: formed(raw.channelId, /^UC[\w-]{22}$/),
    channel_handle: formed(raw.channelHandle, /^\/@.{1,100}$/)?.slice(1),
  });

  /** @param {any} percent */
  const fraction = percent => amount(percent) === undefined ? undefined : Math.min(percent / 100, 1);

  /** @param {any} words @returns {string[] | undefined} */
  function tags(words) {
    if (!Array.isArray(words)) return undefined;
    return words.map(word => text(word, LONGEST.tag)).filter(word => word !== undefined).slice(0, 30);
  }

  /** @param {Card | null} made */
  function keep(made) {
    if (!made) return;
    known.set(made.video_id, {...known.get(made.video_id), ...made});
    for (const id of known.keys()) {
      if (known.size <= MOST_VIDEOS) return;
      known.delete(id);
    }
  }

  /** @param {any} posted */
  function learn({played, cards, movies: films, place, asker, beside}) {
    if (played) keep(card(played));
    if (!Array.isArray(cards) || cards.length > MOST_AT_ONCE) return;
    if (Array.isArray(films)) films.slice(0, MOST_AT_ONCE).filter(ownfeedIds.isVideoId).forEach(id => movies.add(id));
    const known = cards.map(card);
    known.forEach(keep);
    for (const listener of listeners) listener(String(place), known, address(asker), ownfeedIds.isVideoId(beside) ? beside : null);
  }

  /** @param {unknown} posted @returns {URL} of the page that asked; of this one where none was posted */
  const address = posted => new URL(typeof posted === 'string' && URL.canParse(posted, location.origin) ? posted : location.href, location.origin);

  /** @param {unknown} text @returns {any} what was posted; of what the page forged badly, nothing */
  function parse(text) {
    try {
      return JSON.parse(String(text)) ?? {};
    } catch {
      return {};
    }
  }

  window.addEventListener('message', ({source, origin, data}) => {
    if (source !== window || origin !== location.origin || data?.ownfeed !== 'page-data') return;
    const posted = parse(data.facts);
    for (const hear of hearers) hear(posted);
    learn(posted);
  });

  return {
    /** What is known of a video, else undefined. @param {string} videoId */
    of: videoId => known.get(videoId),
    /** Whether an id is a film's, which is nobody's to rank. @param {string} videoId */
    isMovie: videoId => movies.has(videoId),
    /** Be told each list of entries as the page gets it, where null stands for what is not a single video, the address that asked for it,
     * which the person may have left since, and the video it stands beside. @param {ListListener} listener */
    onList: listener => listeners.add(listener),
    /** Be told all that is posted, before it is checked. @param {(posted: any) => void} hear */
    onPosted: hear => hearers.add(hear),
    present,
  };
})();
