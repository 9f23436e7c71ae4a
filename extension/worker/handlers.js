// What is done for each message: one entry each, nothing but a call or two.

/** @typedef {import('./reception.js').Handlers} Handlers */

/**
 * @param {object} parts
 * @param {import('./daemon.js').Daemon} parts.daemon
 * @param {typeof import('../storage.js')} parts.storage
 * @param {import('./recording.js').Recording} parts.recording
 * @param {import('./delivery.js').Delivery} parts.delivery
 * @param {import('./presence.js').Presence} parts.presence
 * @param {import('./ratings.js').Ratings} parts.ratings
 * @param {import('./rank.js').Rank} parts.rank
 * @param {import('./reasons.js').Reasons} parts.reasons
 * @param {import('./feed.js').FeedReader} parts.feeds
 * @param {import('./pairing.js').Pairing} parts.pairing
 * @param {import('./wipe.js').Wipe} parts.wipe
 * @param {import('./unread.js').Unread} parts.unread
 * @returns {Handlers}
 */
export const makeHandlers = ({daemon, storage, recording, delivery, presence, ratings, rank, reasons, feeds, pairing, wipe, unread}) => ({
  'signals': ({events}, from) => recording.keep(events, from),
  'rank': asked => rank.answer(asked),
  'ratings': async ({videoIds, surface}) => ({state: await presence.on(surface), ratings: await ratings.of(videoIds)}),
  'unrecognised': seen => unread.note(seen),
  'standing': async ({surface}) => ({state: await presence.on(surface), mode: (await storage.get('modes'))[surface]}),
  'why': ({videoId, surface}) => reasons.of(videoId, surface),
  'hidden': async () => {
    const videos = await reasons.hidden();
    const said = await ratings.of(videos.map(({videoId}) => videoId));
    return {videos: videos.map(video => ({...video, rating: said[video.videoId] ?? null}))};
  },
  'show-again': ({videoId}) => reasons.showAgain(videoId).then(() => null),
  'status': () => delivery.run().then(() => presence.status()),
  // What was just rated must be felt in this feed, so it is told first.
  'feed': query => delivery.run().then(() => feeds.read(query)),
  'pair': typed => pairing.pair(typed).then(() => rank.refreshModes()).then(() => delivery.run()).then(() => presence.status()),
  'unpair': () => pairing.unpair().then(() => presence.status()),
  'pause': ({paused}) => recording.pause(paused).then(() => presence.status()),
  'wipe': () => wipe.run().then(() => presence.status()),
  'settings': () => daemon.settings(),
  'change-settings': async changes => {
    const settings = await daemon.changeSettings(changes);
    await rank.learnModes(settings);
    return settings;
  },
  'preview-settings': changes => daemon.previewSettings(changes),
  'personas': () => daemon.personas(),
  'change-persona': async ({index, label, ...dials}) => {
    if (label !== undefined) await daemon.labelPersona(index, label);
    if (Object.keys(dials).length) await daemon.changePersona(index, dials);
    return null;
  },
  'merge-personas': ({indexes}) => daemon.mergePersonas(indexes),
  'rules': () => daemon.rules(),
  'propose-rules': ({text}) => daemon.proposeRules(text),
  'keep-rule': rule => daemon.keepRule(rule),
  'change-rule': ({id, change}) => daemon.changeRule(id, change),
  'remove-rule': ({id}) => daemon.removeRule(id).then(() => null),
  'diagnostics': () => daemon.status(),
  'topics': () => daemon.categories(),
  'add-topic': topic => daemon.addCategory({source: 'picked', ...topic}),
  'change-topic': ({id, change}) => daemon.changeCategory(id, change),
  'preview-topic': topic => daemon.previewCategory(topic),
  'suggest-topics': () => daemon.suggestCategories(),
  'agent-preview': question => daemon.previewAgent(question),
  'agent-consent': ({agreed}) => daemon.agentConsent(agreed).then(() => null),
  'remove-topic': ({id}) => daemon.removeCategory(id).then(() => null),
  'job': ({jobId}) => daemon.job(jobId),
  'dashboard': () => daemon.dashboard(),
});
