// What is done for each message: one entry each, nothing but a call or two.

/** @typedef {import('./reception.js').Handlers} Handlers */
/** @typedef {import('../types').Signal} Signal */
/** @typedef {import('../types').FeedQuery} FeedQuery */

// While paused nothing is recorded by itself; what a person says with a click still holds.
const RECORDED_BY_ITSELF = ['impression', 'click', 'watch', 'search', 'ingested'];

/**
 * @param {object} parts
 * @param {import('./daemon.js').Daemon} parts.daemon
 * @param {typeof import('../storage.js')} parts.storage
 * @param {import('./waiting-events.js').WaitingEvents} parts.waiting
 * @param {import('./delivery.js').Delivery} parts.delivery
 * @param {import('./ratings.js').Ratings} parts.ratings
 * @param {import('./rank.js').Rank} parts.rank
 * @param {import('./reasons.js').Reasons} parts.reasons
 * @param {import('./pairing.js').Pairing} parts.pairing
 * @returns {Handlers}
 */
export function makeHandlers({daemon, storage, waiting, delivery, ratings, rank, reasons, pairing}) {
  /** @returns {Promise<import('../types').Status>} */
  const status = async () => {
    const [connection, address, paused, totals] = await Promise.all([
      storage.get('connection'), storage.get('address'), storage.get('paused'), waiting.totals(),
    ]);
    return {connection, address, paused, waiting: totals.count, dropped: totals.dropped};
  };

  /** @returns {Promise<'ok' | 'away' | 'unpaired' | 'paused'>} */
  const presence = async () => {
    if (!await storage.get('client')) return 'unpaired';
    if (await storage.get('paused')) return 'paused';
    return await delivery.trouble() ? 'away' : 'ok';
  };

  /** @param {Signal[]} events */
  const keep = async events => {
    const [client, paused, epoch] = await Promise.all([storage.get('client'), storage.get('paused'), storage.get('epoch')]);
    const wanted = client ? events.filter(({type}) => !paused || !RECORDED_BY_ITSELF.includes(type)) : [];
    if (!wanted.length) return;
    await delivery.announce();
    await waiting.add(wanted.map(event => (epoch === null ? event : {...event, epoch})));
    await ratings.note(wanted);
    void delivery.run();
  };

  return {
    'signals': async ({events}) => {
      await keep(events);
      return {stored: events.map(({id}) => id)};
    },
    'rank': asked => rank.answer(asked),
    'ratings': async ({videoIds}) => ({state: await presence(), ratings: await ratings.of(videoIds)}),
    'why': ({videoId}) => reasons.of(videoId),
    'status': async () => {
      await delivery.run();
      return status();
    },
    'feed': async query => {
      // What was just rated must be felt in this feed.
      await delivery.run();
      const feed = await daemon.feed(wireQuery(query));
      await ratings.learn(feed.videos);
      if (isFirstPage(query)) await storage.set('feed', feed);
      return feed;
    },
    'pair': async typed => {
      await pairing.pair(typed);
      await delivery.run();
      return status();
    },
    'unpair': async () => {
      await pairing.unpair();
      return status();
    },
    'pause': async ({paused}) => {
      await storage.set('paused', paused);
      return status();
    },
    'settings': () => daemon.settings(),
    'change-settings': async changed => {
      const settings = await daemon.changeSettings(changed);
      await rank.learnModes(settings);
      return settings;
    },
    'personas': () => daemon.personas(),
    'topics': () => daemon.categories(),
    'add-topic': ({name, keywords = []}) => daemon.addCategory({name, keywords, source: 'picked'}),
    'remove-topic': async ({id}) => {
      await daemon.removeCategory(id);
      return null;
    },
    'job': ({jobId}) => daemon.job(jobId),
  };
}

/** @param {FeedQuery} query @returns {Record<string, string>} */
function wireQuery({sortBy, persona, mood, limit, offset}) {
  const all = {sort_by: sortBy, persona, mood, limit, offset};
  return Object.fromEntries(Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
}

/** @param {FeedQuery} query */
const isFirstPage = ({sortBy = 'score', persona, mood, offset = 0}) =>
  sortBy === 'score' && persona === undefined && mood === undefined && offset === 0;
