// The dashboard in English.
import {counted, number, ratio} from '../language.js';

/** @param {number} count */
const videos = count => counted(count, {one: 'video', other: 'videos'});

export const words = {
  loading: 'Loading…',
  away: 'The daemon does not answer. Start it with `scripts/run`.',
  stranger: 'Another program answers on this port; check with `ownfeed doctor`.',
  never: 'never',
  nothing: 'Nothing yet.',
  noPlots: 'What draws this picture could not be loaded.',
  begun: 'It has begun; here it will say when it has ended.',
  ended: 'Done.',
  onceInterests: 'Drawn once interests were found.',
  /** @param {string} version */
  version: version => `Version ${version}.`,

  mapTitle: 'Map of your videos',
  mapHint: 'Each dot is a video you watched or liked; those that are alike lie close together. Point at one.',
  mapEmpty: 'A map is drawn once you have watched something.',
  /** @param {number} shown @param {number} total @param {string[]} labels */
  mapSays: (shown, total, labels) => `Map of ${number(shown)} of ${videos(total)}${labels.length ? `, coloured by interest: ${labels.join('; ')}` : ''}`,
  /** @param {number} shown @param {number} total */
  mapCount: (shown, total) => shown === total ? `${videos(total)}.` : `${number(shown)} of ${number(total)} videos are drawn.`,
  noInterest: 'no interest yet',
  goThrough: 'Go through the videos',
  pointAtOne: 'Point at a dot to see which video it is.',

  riseTitle: 'Rise and fade',
  riseHint: 'Videos per week of each interest, over the last year at most.',
  riseSays: 'Videos per week of each interest over time',

  personasTitle: 'Interests found in what you watch',
  /** @param {string} label */
  personaName: label => `Name of ${label}`,
  /** @param {string} label */
  personaWeight: label => `Weight of ${label}`,
  weight: 'Weight',
  shown: 'Shown',
  /** @param {string} label */
  personaShown: label => `Show ${label}`,
  /** @param {number} count @param {string} last */
  personaFacts: (count, last) => `${videos(count)} · last ${last}`,
  /** @param {number} share */
  alive: share => `${number(Math.round(share * 100))} % alive`,
  refresh: 'Find them anew',
  pick: 'Pick',
  /** @param {string} label */
  personaPick: label => `Pick ${label}`,
  merge: 'Make the picked ones one',
  merged: 'They are one now. “Find them anew” may part them again.',

  channelsTitle: 'Channels you like most',
  channelHeads: ['Channel', 'Watched', 'Thumbs', 'Affinity', 'Do'],
  subscribed: 'subscribed',
  less: 'Less',
  block: 'Block',
  /** @param {string} name */
  lessOf: name => `Less of ${name}`,
  /** @param {string} name */
  blockOf: name => `Block ${name}`,
  channelHint: '“Less” and “Block” make a rule below; pressed again they take it back.',
  channelsEmpty: 'Channels stand here once you watched or liked something of theirs.',

  categoriesTitle: 'Topics you named',
  categoriesEmpty: 'A topic you name brings its videos into your feed at once, before anything was watched.',
  /** @param {string} name */
  categoryOn: name => `Topic ${name} counts`,
  /** @param {string} name */
  categoryName: name => `Name of topic ${name}`,
  /** @param {string} name */
  categoryWeight: name => `How much it counts: ${name}`,
  /** @param {string} name */
  categoryWords: name => `Words that mean ${name}`,
  undo: 'Undo',
  addTopic: 'Add a topic',
  add: 'Add',
  remove: 'Remove',
  /** @param {string} name */
  removeOf: name => `Remove ${name}`,
  suggest: 'Suggest some',
  noSuggestion: 'Nothing to suggest yet.',

  rulesTitle: 'Rules',
  rulesEmpty: 'Say what you never want, or want more of. You see what it would change before you keep it.',
  /** @param {string} name */
  ruleOn: name => `Rule ${name} holds`,
  ruleAdd: 'What do you want more or less of?',
  ruleExample: 'less drama until Sunday',
  understand: 'Try it',
  keep: 'Keep',
  ruleThere: 'This rule is there already. It holds as you just said it.',
  /** @param {{added: unknown[], removed: unknown[], moved: unknown[]}} effect */
  effect: effect => `In your next feed: ${number(effect.added.length)} new, ${number(effect.removed.length)} gone, ${number(effect.moved.length)} moved.`,
  /** @param {string} end */
  until: end => `until ${end}`,
  ruleActions: /** @type {Record<string, string>} */ ({block: 'Never', limit: 'Only', boost: 'More', demote: 'Less'}),
  /** @param {number} count of videos in one list */
  ruleAtMost: count => `At most ${number(count)}`,
  ruleMuch: /** @type {Record<string, string>} */ ({boost: 'Much more', demote: 'Much less'}),
  ruleSurfaces: /** @type {Record<string, string>} */ ({home: 'on the home page', watch_next: 'next to a video', search: 'in search results', subscriptions: 'among subscriptions'}),
  ruleConditions: /** @type {Record<string, string>} */ ({
    channel_id: 'channel', channel_name: 'channel', phrase: 'with the words', topic: 'about', language: 'language', min_seconds: 'minutes at least', max_seconds: 'minutes at most',
    max_age_days: 'days old at most', min_views: 'views at least', is_short: 'Shorts', is_live: 'live',
  }),

  replayTitle: 'A replay of your own weeks',
  replayAgain: 'Replay now',
  /** @param {string} moment */
  replayMade: moment => `Replayed ${moment}.`,
  weeksPlot: 'How early what you watched next would have stood (nDCG@10)',
  pagesPlot: 'YouTube’s own pages, put in order by each ranker (nDCG@10)',
  foundPlot: 'Your next videos found among the first hundred, week by week',
  /** @param {string} name @param {number} mean @param {number} low @param {number} high */
  interval: (name, mean, low, high) => `${name} ${ratio(mean)} (95 % between ${ratio(low)} and ${ratio(high)})`,
  wanted: 'watched',
  doesNotShow: 'What this does not show',
  tooEarly: 'Too early to say.',

  interleavingTitle: 'Two rankers on your clicks',
  compare: 'Compare',
  compareNone: 'nothing',
  compared: /** @param {string} one @param {string} other */ (one, other) => `${one} with ${other}`,
  compareHint: 'The lists you see are then made by both in turn, and the one whose videos you click more often wins.',
  interleavingPlot: 'Preference: left the second, right the first',

  balanceTitle: 'Your interests in the feed',
  /** @param {number} places */
  balanceHint: places => `Grey: the share of each interest in what you liked, older things less, as its weight says. In colour: its share of the first ${videos(places)} of the feed.`,
  balanceLiked: 'of what you liked',
  balanceShown: 'of the feed',
  /** @param {string} label @param {number} liked @param {number} shown */
  balanceOf: (label, liked, shown) => `${label} ${number(Math.round(100 * liked))} % of what you liked, ${number(Math.round(100 * shown))} % of the feed`,

  choicesTitle: 'What each of your choices changed',
  choicesEmpty: 'Stands here once you have rules or dials of your own, and a replay was made after that.',
  choicesHint: 'Among the first thirty of the feed, at the time of the replay.',
  choiceHeads: ['Choice', 'New', 'Gone', 'Moved'],
  choiceKinds: /** @type {Record<string, string>} */ ({dial: 'dial', rule: 'rule'}),

  jobsTitle: 'Jobs',
  jobKinds: /** @type {Record<string, string>} */ ({
    import: 'reading a history', discover: 'looking for new videos', search: 'searching', popular: 'what is popular',
    uploads: 'older uploads', describe: 'titles that lack', fill: 'lengths and views', transcripts: 'transcripts',
    embed: 'comparing new videos', switch: 'changing the model', personas: 'finding interests', weights: 'weighing what counts',
    decay: 'letting old things fade', train: 'learning an order', evaluate: 'replay', tidy: 'tidying up',
    check: 'checking the data', backup: 'backup',
  }),
  jobStates: /** @type {Record<string, string>} */ ({queued: 'waits', running: 'runs', done: 'done', failed: 'failed', cancelled: 'cancelled'}),
  /** @param {string} kind */
  jobProgress: kind => `Progress of ${kind}`,
  lastRefresh: 'Last new videos',
  jobHeads: ['Job', 'State', 'When', 'What came of it'],
  noJobs: 'Nothing has been done yet.',

  modelTitle: 'The ranking model',
  /** @param {string} ranker */
  ranks: ranker => `“${ranker}” puts your pages in order.`,
  /** @param {number} samples @param {string} moment */
  learned: (samples, moment) => `Learned from ${counted(samples, {one: 'card', other: 'cards'})} shown; last trained: ${moment}.`,
  train: 'Train now',

  quotaTitle: 'YouTube’s allowances today',
  searches: 'Searches',
  units: 'Other questions',
  /** @param {number} used @param {number} limit */
  used: (used, limit) => `${number(used)} of ${number(limit)}`,
  /** @param {string} moment */
  reset: moment => `They begin anew ${moment}. Without a key of your own nothing is used.`,

  errorsTitle: 'What went wrong lately',
  noErrors: 'Nothing since the start.',

  leavesTitle: 'What left this machine today',
  leavesHeads: ['Asked', 'Times'],
  leavesNothing: 'Nothing.',
  leavesHint: 'This page itself loads the small pictures of videos from YouTube’s image server, as YouTube’s own pages do.',

  backupsTitle: 'Backups',
  backUp: 'Back up now',
  noBackups: 'None yet; one is made every day.',
  /** @param {string} name @param {number} bytes */
  backedUp: (name, bytes) => `${name} was written (${number(Math.round(bytes / 1e5) / 10)} MB).`,

  partKnows: 'What it knows',
  partProof: 'How well it does',
  partWork: 'What it is doing',
  partMachine: 'Your data',
  partsOfPage: 'Parts of this page',
  forPrograms: 'For programs',
  letInTitle: 'Let this page in',
  letInHint: 'Nothing of yours is shown to a page that cannot prove it is yours. `ownfeed open` opens it with a code; or type the code that `ownfeed pair` prints.',
  pairingCode: 'Pairing code',
  letIn: 'Let it in',
};
