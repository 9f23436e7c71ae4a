// Types that several files share. The wire types are snake_case, exactly as the daemon speaks (design.md, section 5).

// ── On the wire ──────────────────────────────────────────────────────────────────────────────────────────────────────

export type Surface =
  | 'home' | 'watch_next' | 'search' | 'subscriptions' | 'channel' | 'playlist' | 'shorts' | 'history' | 'popup' | 'shelf' | 'dashboard';

/** What kind of YouTube page an address is. */
export type PageKind = 'home' | 'watch' | 'shorts' | 'search' | 'subscriptions' | 'history' | 'channel' | 'playlist' | 'other';

/** The surfaces that can be ranked, and have a mode. */
export type RankedSurface = 'home' | 'watch_next' | 'search' | 'subscriptions';

export type Mode = 'off' | 'decorate' | 'rerank' | 'shelf' | 'replace';

export type Rating = 'up' | 'down' | 'not_interested';

/** Given by the daemon, opaque here. */
export type Id = string | number;

export interface Card {
  video_id: string;
  title: string;
  channel_name?: string;
  channel_id?: string;
  channel_handle?: string;
  duration_seconds?: number;
  view_count?: number;
  published_at?: string;
  age_text?: string;
  is_live?: boolean;
  is_short?: boolean;
  tags?: string[];
  category?: string;
  description?: string;
  language?: string;
  watched_fraction?: number;
  position?: number;
}

export type SignalType =
  | 'impression' | 'click' | 'watch' | 'thumbs_up' | 'thumbs_down' | 'not_interested' | 'clear_rating' | 'saved' | 'search'
  | 'subscribe' | 'unsubscribe' | 'block_channel' | 'ingested';

export interface Signal {
  /** UUID made where it happened, so that a repetition is known for what it is. A `watch` grows under its id. */
  id: string;
  type: SignalType;
  video_id?: string;
  channel_id?: string;
  channel_name?: string;
  query?: string;
  /** RFC 3339, UTC. */
  occurred_at: string;
  source: 'extension' | 'popup' | 'history_page';
  /** Set by the worker when it stores the event. */
  epoch?: Id;
  surface?: Surface | undefined;
  slate_id?: string;
  position?: number;
  value?: number;
  /** Without duration, fraction and parts for a live stream; without seconds and parts where only YouTube's own bar tells of it. */
  watch?: {seconds?: number; duration_seconds?: number; fraction?: number; parts?: [from: number, to: number][]};
  video?: Card;
}

/** What the daemon says: in English, and which sentence it is with what stands in it. */
export interface Sentence {
  text: string;
  form?: string;
  names?: string[];
}

export interface Reason extends Sentence {
  kind: string;
  evidence?: {video_ids?: string[] | null; channel_id?: string | null; persona?: number | null; rule_id?: string | null};
  contribution: number;
}

export interface Why {
  reasons: Reason[];
  channel_id: string | null;
  channel_name: string | null;
  rating?: Rating | null;
  duration_seconds?: number | null;
  published_at?: string | null;
}

/** What the last slate of a surface said of a video. */
export interface Noted extends Why {
  videoId: string;
  surface: RankedSurface;
  title: string;
  action: RankAction;
}

export interface VideoOut {
  video_id: string;
  title: string;
  channel_name?: string | null;
  channel_id?: string | null;
  duration_seconds?: number | null;
  view_count?: number | null;
  published_at?: string | null;
  is_live?: boolean | null;
  url: string;
  thumbnail_url: string;
  rating: Rating | null;
  watched: boolean;
  score: number;
  persona: {index: number; label: string} | null;
  reasons: Reason[];
}

export type FeedState = 'no_videos' | 'needs_ratings' | 'building_personas' | 'all_watched' | 'quota_exhausted' | 'ready';

export interface Feed {
  slate_id: string | null;
  state: FeedState;
  message: string;
  /** What `message` is made of. */
  sentences?: Sentence[];
  generated_at: string;
  total: number;
  videos: VideoOut[];
}

export interface RankReply {
  slate_id: string;
  ranker: string;
  items: {video_id: string; score: number; action: RankAction; reasons: Reason[]}[];
}

export type RankAction = 'show' | 'demote' | 'hide';

export interface Persona {
  index: number;
  label: string;
  activity_score: number;
  video_count: number;
  last_activity: string | null;
  weight: number;
  muted: boolean;
  sample_videos: {video_id: string; title: string}[];
}

/** A video that a change brings, takes away or moves; places count from 0, null is out of sight. */
export interface Change {
  video_id: string;
  title: string;
  before: number | null;
  after: number | null;
}

export interface Effect {
  added: Change[];
  removed: Change[];
  moved: Change[];
}

export interface RuleMatch {
  channel_id?: string;
  channel_name?: string;
  phrase?: string;
  topic?: string;
  language?: string;
  min_seconds?: number;
  max_seconds?: number;
  max_age_days?: number;
  min_views?: number;
  is_short?: boolean;
  is_live?: boolean;
}

export interface NewRule {
  action: 'block' | 'limit' | 'boost' | 'demote';
  match: RuleMatch;
  ends_at: string | null;
  text: string | null;
}

export interface Rule extends NewRule {
  id: string;
  amount: number | null;
  surfaces: string[];
  weekdays: number[] | null;
  starts_at: string | null;
  source: string;
  enabled: boolean;
}

export interface Proposals {
  proposals: Rule[];
  question: string | null;
  model: AskedModel;
  effect: Effect;
}

/** What the daemon says of itself. */
export interface DaemonStatus {
  version: string;
  api_version: number;
  state: FeedState;
  counts: Record<string, number>;
  jobs: {kind: string; state: string}[];
  last_errors: {source: string; message: string}[];
  egress_today: Record<string, number>;
  backups: string[];
}

export interface Category {
  id: Id;
  name: string;
  description: string;
  keywords: string[];
  source: 'picked' | 'own' | 'suggested';
  interest_score: number;
  active: boolean;
}

/** What to change of an interest by name. */
export type CategoryChange = Partial<Omit<Category, 'id'>>;

export interface Suggestion {
  name: string;
  reasoning: string;
  keywords: string[];
}

/** What came of asking a language model: there is none, it was not needed, the person has not agreed, it answered, it could not. */
export type AskedModel = 'off' | 'not_needed' | 'not_agreed' | 'answered' | 'failed';

export interface Suggestions {
  suggestions: Suggestion[];
  model: AskedModel;
}

/** One question to a model, whole. */
export interface Preview {
  destination: string;
  instructions: string;
  data: string;
}

export interface Job {
  job_id: string;
  kind: string;
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  done: number;
  total: number | null;
  message: string | null;
  result: unknown;
  error: string | null;
}

/** The dials, as the daemon sends them; the options page shows those it knows. */
export type Settings = Record<string, unknown>;

// ── Between the parts of the extension ───────────────────────────────────────────────────────────────────────────────

/**
 * `away`: no answer; `refused`: the token was revoked; `stranger`: another program holds the port; `outdated`: the daemon speaks
 * another version.
 */
export type ConnectionState = 'ok' | 'away' | 'unpaired' | 'refused' | 'stranger' | 'outdated';

export type SenderClass = 'content' | 'coming' | 'left' | 'page';

export interface RankAnswer {
  state: 'ok' | 'away' | 'unpaired' | 'paused' | 'off';
  mode: Mode;
  slateId: string | null;
  /** In ranked order; empty unless `ok`. No score and no reason reaches a page. */
  items: {videoId: string; action: RankAction}[];
}

export interface Status {
  connection: ConnectionState;
  address: string;
  paused: boolean;
  /** Events stored here that the daemon does not have yet. */
  waiting: number;
  /** Events given up, per type, because the queue was full. */
  dropped: Record<string, number>;
  /** Cards of YouTube's pages that were not recognised, by surface. */
  unread: Stored['unread'];
}

export interface FeedQuery {
  sortBy?: 'score' | 'published' | 'views' | 'duration';
  persona?: number;
  mood?: string;
  /** Words to be near to. */
  topic?: string;
  limit?: number;
  offset?: number;
}

/** What a person told YouTube itself. */
export interface Act {
  kind: 'thumbs_up' | 'thumbs_down' | 'clear_rating' | 'not_interested' | 'block_channel' | 'unblock_channel' | 'subscribe' | 'unsubscribe';
  videoId?: string;
  channelId?: string;
}

/**
 * What a page of YouTube's is asked for: a thumb for the video that plays; another video; a hidden video to be shown
 * again; that our own list leaves, for it has nothing to show; the videos that home shows, and whether the daemon's order came too late for
 * what was seen, which are answered.
 */
export type Wish = {rate?: 'up' | 'down'; open?: string; again?: string; leave?: 'list'; rated?: true; shown?: true; late?: true; standing?: true};

/** Every message: what is asked and what is answered. `messages.js` says who may ask. */
export interface Messages {
  /**
   * Answered after the events are stored durably; until then the sender keeps and repeats them. `leftOut` are those that must not be
   * recorded: nobody is paired, the person paused, or it is a watch that began before they resumed or deleted everything.
   */
  'signals': {payload: {events: Signal[]}; reply: {stored: string[]; leftOut: string[]}};
  'rank': {payload: {surface: RankedSurface; cards: Card[]; context?: {now_playing?: string}}; reply: RankAnswer};
  /** What holds now, for the thumbs; a video without a rating is absent. */
  'ratings': {payload: {videoIds: string[]; surface?: Surface | undefined}; reply: {state: RankAnswer['state']; ratings: Record<string, Rating>}};
  /** Whether and how something of ours may stand on this surface. */
  'standing': {payload: {surface: RankedSurface}; reply: {state: RankAnswer['state']; mode: Mode}};
  /** How many cards of a page nothing could read. */
  'unrecognised': {payload: {surface: Surface; count: number}; reply: null};
  /** Why a video stood where it stood, on this surface where one is named; for our own pages alone. */
  'why': {payload: {videoId: string; surface?: Surface}; reply: Why};
  /** What the last slates kept out of sight on home, the newest first, with what the person said of it in this browser. */
  'hidden': {payload: {}; reply: {videos: Noted[]}};
  /** This one is shown again, as the person wished. */
  'show-again': {payload: {videoId: string}; reply: null};
  'status': {payload: {}; reply: Status};
  'feed': {payload: FeedQuery; reply: Feed};
  'pair': {payload: {code: string; address: string}; reply: Status};
  'unpair': {payload: {}; reply: Status};
  'pause': {payload: {paused: boolean}; reply: Status};
  /** Deletes everything, here and in the daemon. */
  'wipe': {payload: {confirm: true}; reply: Status};
  'settings': {payload: {}; reply: Settings};
  'change-settings': {payload: Settings; reply: Settings};
  /** What dials would change in the feed; nothing is kept. */
  'preview-settings': {payload: Settings; reply: Effect};
  'personas': {payload: {}; reply: {personas: Persona[]}};
  'change-persona': {payload: {index: number; label?: string; weight?: number; muted?: boolean}; reply: null};
  'merge-personas': {payload: {indexes: number[]}; reply: {personas: Persona[]}};
  'rules': {payload: {}; reply: {rules: Rule[]}};
  /** What a sentence means; nothing is kept. */
  'propose-rules': {payload: {text: string}; reply: Proposals};
  'keep-rule': {payload: NewRule; reply: Rule};
  'change-rule': {payload: {id: string; change: Partial<Rule>}; reply: Rule};
  'remove-rule': {payload: {id: string}; reply: null};
  'diagnostics': {payload: {}; reply: DaemonStatus};
  'topics': {payload: {}; reply: {categories: Category[]}};
  'add-topic': {payload: CategoryChange & {name: string}; reply: Category};
  'change-topic': {payload: {id: Id; change: CategoryChange}; reply: Category};
  /** What a new interest, or a change of one, would do to the feed; nothing is kept. */
  'preview-topic': {payload: CategoryChange & {id?: Id}; reply: Effect};
  'suggest-topics': {payload: Record<string, never>; reply: Suggestions};
  'agent-preview': {payload: {purpose: 'rules' | 'interests' | 'labels'; text?: string}; reply: Preview};
  'agent-consent': {payload: {agreed: boolean}; reply: null};
  'remove-topic': {payload: {id: Id}; reply: null};
  'job': {payload: {jobId: string}; reply: Job};
  'dashboard': {payload: {}; reply: string};
}

/** What chrome.storage holds; `storage.js` is the only one to touch it. */
export interface Stored {
  /** Where the daemon is, `http://127.0.0.1:PORT`. */
  address: string;
  client: {clientId: string; userId: Id; token: string} | null;
  /** The daemon's data since its last wipe; an event of an older epoch is refused by it. */
  epoch: Id | null;
  modes: Record<RankedSurface, Mode>;
  /** By the person, or while everything is deleted. */
  paused: boolean | 'by wipe';
  /** When recording began last, after a pause or with an epoch, in milliseconds; a watch that began before is told no more. */
  recordedSince: number;
  /** What was played in a pause, each video by a hash, the newest last: what YouTube's red bars and history say of it is not recorded either. */
  unrecorded: string[];
  /** The last feed, so that the popup opens with something to see. */
  feed: Feed | null;
  connection: ConnectionState;
  /** Of the last slates, the newest last. */
  reasons: Noted[];
  /** Cards that were not recognised when a surface was last looked at. */
  unread: Partial<Record<Surface, number>>;
}

/** A section of the options page: started once, shown anew whenever something about the daemon changes. */
export interface Section {
  show(status: Status): void;
}

export type StartSection = (page: {showStatus: (status: Status) => void}) => Section;

/** What a message handler or `chrome.runtime.sendMessage` gives back. */
export type Reply<T = unknown> = {ok: true; value: T} | {ok: false; code: string; message: string};

// ── On YouTube's pages ───────────────────────────────────────────────────────────────────────────────────────────────

/** A page as a person would name it; `key` is another for another page. */
export interface Page {
  kind: PageKind;
  videoId: string | null;
  key: string;
}

/** One of YouTube's lists of cards, as `youtube/lists.js` knows them. */
export interface CardList {
  children(container: Element): HTMLElement[];
  videoId(child: Element): string | null;
  isEmpty(child: Element): boolean;
  /** Before the first arrangement of a container. */
  prepare(container: HTMLElement): void;
  arrange(container: HTMLElement, sequence: HTMLElement[], hidden: Set<Element>, isBlank: (child: Element) => boolean): void;
  watch(onChange: (container: HTMLElement, touched: Set<Element>) => void): void;
}

/** The order of one list, as `youtube/arrangement.js` keeps it. */
export interface Arrangement {
  /** The page is about to show these entries, and their places are being asked for; null is what holds no single video. */
  expect(videoIds: (string | null)[]): void;
  /** Another list is coming: old places hold for nothing that fills from now on; what is seen stays. */
  forget(): void;
  /** The list is about to be filled anew with these entries: all stands as YouTube has it until new places are known, unless they are those that stand. */
  restart(videoIds: (string | null)[]): void;
  /** Take in the daemon's answer, if it is an order. */
  learn(answer: RankAnswer): void;
  /** Have the cells asked for that nobody gave a place and that may still take one: whoever was asked had no answer. */
  askAgain(): void;
  /** Be told, half a second after they filled, the cells whose place nobody asked for. */
  whenUnasked(listener: (cells: Element[]) => void): void;
  /** Be told, now and after each change, whether anything is hidden. */
  whenHidden(listener: (isAny: boolean) => void): void;
  /** Show a hidden video where it would stand. */
  showAgain(videoId: string): void;
  /** Whether something stands where YouTube put it, though an order is wanted: it was seen before the daemon answered, or it did not. */
  isLate(): boolean;
  /** Where a video stands, and in which slate. */
  standing(videoId: string): {position: number; slateId: string | null} | null;
}

/** What a feature is given. Everything it starts ends with `signal`, as the page does; what outlives the page ends with `gone`. */
export interface Tools {
  youtube: typeof import('./youtube/index').youtube;
  signals: import('./features/outbox').Outbox;
  thumbs: import('./features/thumbs').Thumbs;
  page: Page;
  /** A page of the kind `other` is none. */
  surface: Surface | undefined;
  signal: AbortSignal;
  /** Ends when the extension that loaded the page is no longer there. */
  gone: AbortSignal;
}

/** One thing the extension does on YouTube's pages. */
export interface Feature {
  id: string;
  pages: readonly PageKind[];
  start(tools: Tools): void | Promise<void>;
}

declare global {
  interface Window {
    /** The Navigation API, not in TypeScript's library yet. */
    navigation?: EventTarget;
  }
  interface Document {
    /** Chrome prepares the page, and the person has not come to it; not in TypeScript's library yet. */
    readonly prerendering?: boolean;
  }
}
