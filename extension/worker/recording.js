// What a person did, on its way to the disk: marked with the epoch it belongs to, and left out where it must not be recorded.
import {stableId} from '../stable-id.js';
import {Turns} from './turns.js';

/** @typedef {import('../types').Signal} Signal */

// While paused nothing is recorded by itself; what a person says with a click still holds.
const RECORDED_BY_ITSELF = ['impression', 'click', 'watch', 'search', 'ingested'];

/** Videos played in a pause that are known for such, the newest. */
const MOST_UNRECORDED = 1_000;

export class Recording {
  #turns = new Turns(); // several tabs may play

  /**
   * @param {object} needs
   * @param {Pick<typeof import('../storage.js'), 'get' | 'set'>} needs.storage
   * @param {Pick<import('./waiting-events.js').WaitingEvents, 'add'>} needs.waiting
   * @param {Pick<import('./ratings.js').Ratings, 'note'>} needs.ratings
   * @param {Pick<import('./delivery.js').Delivery, 'announce' | 'run'>} needs.delivery
   * @param {Pick<import('./open-tabs.js').OpenTabs, 'tellRated'>} needs.openTabs
   */
  constructor({storage, waiting, ratings, delivery, openTabs}) {
    this.storage = storage;
    this.waiting = waiting;
    this.ratings = ratings;
    this.delivery = delivery;
    this.openTabs = openTabs;
  }

  /**
   * Resolves when the events are on the disk; they are sent right after.
   * @param {Signal[]} events
   * @param {number} [from] the tab that tells them
   * @returns {Promise<{stored: string[], leftOut: string[]}>} all ids: also what was left out need not be told again
   */
  async keep(events, from) {
    const wanted = await this.#wanted(events);
    if (wanted.length) {
      await this.delivery.announce();
      await this.waiting.add(wanted);
      await this.ratings.note(wanted);
      void this.delivery.run();
      void this.openTabs.tellRated(wanted, from);
    }
    const stored = wanted.map(({id}) => id);
    return {stored, leftOut: events.map(({id}) => id).filter(id => !stored.includes(id))};
  }

  /** Stop recording at once, or go on from now. @param {boolean} paused @returns {Promise<void>} */
  async pause(paused) {
    if (!paused) await this.storage.set('recordedSince', Date.now()); // first: a watch may be told at any moment
    await this.storage.set('paused', paused);
  }

  /** @param {Signal[]} events @returns {Promise<Signal[]>} */
  async #wanted(events) {
    const {get} = this.storage;
    const [client, paused, epoch, since] = await Promise.all([get('client'), get('paused'), get('epoch'), get('recordedSince')]);
    if (!client) return [];
    const allowed = events.filter(event => !(paused && RECORDED_BY_ITSELF.includes(event.type)) && !holdsEarlier(event, since));
    await this.#leaveOut(events.filter(event => isPlayed(event) && !allowed.includes(event)));
    const wanted = await this.#withoutTraces(allowed);
    return epoch === null ? wanted : wanted.map(event => ({...event, epoch}));
  }

  /** Know these videos again when YouTube tells of them. @param {Signal[]} played */
  async #leaveOut(played) {
    const marks = await Promise.all(played.map(markOf));
    if (marks.length) await this.#turns.take(async () => {
      const before = await this.storage.get('unrecorded');
      const fresh = marks.filter((mark, i) => !before.includes(mark) && marks.indexOf(mark) === i);
      if (fresh.length) await this.storage.set('unrecorded', [...before, ...fresh].slice(-MOST_UNRECORDED));
    });
  }

  /** Without what YouTube's red bars and history say of what was played in a pause: they remember it. @param {Signal[]} events */
  async #withoutTraces(events) {
    if (!events.some(isTrace)) return events;
    const unrecorded = new Set(await this.storage.get('unrecorded'));
    const isTold = await Promise.all(events.map(async event => !isTrace(event) || !unrecorded.has(await markOf(event))));
    return events.filter((_event, i) => isTold[i]);
  }
}

/** What a video is known by that was played in a pause: its id would be a record of it. @param {Signal} event */
const markOf = ({video_id: videoId}) => stableId(`unrecorded ${videoId}`);

/** Whether a watch was told by a player of this browser. @param {Signal} event */
const isPlayed = ({watch}) => watch?.seconds !== undefined;

/** Whether a watch was only seen on a page. @param {Signal} event */
const isTrace = ({type, watch}) => type === 'watch' && watch?.seconds === undefined;

/**
 * Whether a watch that grows holds seconds of before this moment. One in the future is no moment to go by: the clock was put back since.
 * @param {Signal} event
 * @param {number} since
 */
const holdsEarlier = ({watch, occurred_at: startedAt}, since) =>
  watch?.seconds !== undefined && Date.parse(startedAt) < since && since <= Date.now();
