// The list of videos. What is shown stays where it is; a rating shows at once and moves things in the next feed.
import {makeSignal, rate} from './signals.js';
import {drawVideo} from './video.js';

/** @typedef {import('../types').Feed} Feed */
/** @typedef {import('../types').VideoOut} VideoOut */
/** What the list belongs to: where its signals happen (by default in the popup), and how a video opens. */
/** @typedef {{about?: Partial<import('../types').Signal>, open: (url: string) => Promise<unknown>}} Outside */

export class FeedList {
  /** The place in the feed up to which videos were asked for, the ones left out as repeated included. */
  asked = 0;
  /** How many videos the feed has. */
  #total = 0;
  /** @type {Set<string>} */
  #shown = new Set();
  /** What was drawn last, to know it again: the feed's place and slate, and each video. */
  #drawn = {feed: '', videos: /** @type {string[]} */ ([])};

  /**
   * @param {HTMLElement} root
   * @param {Outside} outside
   */
  constructor(root, outside) {
    this.root = root;
    this.outside = outside;
  }

  /** Whether the end of the feed has been reached. */
  get isWhole() {
    return this.asked >= this.#total;
  }

  /** Replace what is shown. @param {Feed} feed @param {number} [from] the place of its first video */
  show(feed, from = 0) {
    const {feed: place, videos: before} = this.#drawn;
    const drawn = {feed: JSON.stringify([from, feed.slate_id]), videos: feed.videos.map(video => JSON.stringify(video))};
    // What stands there and is still right stays: nothing jumps, and so does the focus.
    const standing = place === drawn.feed && before.every((video, i) => video === drawn.videos[i]) ? before.length : 0;
    if (standing && standing === drawn.videos.length) return;
    if (!standing) this.#clear(from);
    this.add({...feed, videos: feed.videos.slice(standing)});
    this.#drawn = drawn;
  }

  /** @param {number} from */
  #clear(from) {
    this.root.replaceChildren();
    this.#shown.clear();
    this.asked = from;
  }

  /** @param {Feed} feed the next page; a rating in between may have moved a video that is shown already */
  add({videos, slate_id: slateId, total}) {
    this.#drawn = {feed: '', videos: []};
    const fresh = videos.filter(({video_id: videoId}) => !this.#shown.has(videoId));
    fresh.forEach(({video_id: videoId}) => this.#shown.add(videoId));
    this.root.append(...fresh.map((video, index) => drawVideo(video, contextOf(video, slateId, this.asked + index, this.outside))));
    this.asked += videos.length;
    this.#total = videos.length ? total : 0;
  }
}

/**
 * What a video on the list can do.
 * @param {VideoOut} video
 * @param {string | null} slateId
 * @param {number} position
 * @param {Outside} outside
 */
function contextOf(video, slateId, position, {about, open}) {
  const where = {...about, ...(slateId ? {slate_id: slateId} : {}), position};
  return {
    where,
    open,
    /** @param {import('../types').Rating | null} rating */
    rate: rating => rate(video.video_id, rating, where),
    clicked: () => makeSignal('click', {video_id: video.video_id, ...where}),
  };
}
