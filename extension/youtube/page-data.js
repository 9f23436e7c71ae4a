// Runs in YouTube's own world: reads the data the page is rendered from and posts it, as plain data, to our isolated scripts.
// The page may forge these messages (facts.js checks them) and can learn nothing from them: they hold only what it knows.
(() => {
  const ACTS = /\/youtubei\/v1\/(like\/\w+|subscription\/\w+|feedback)(?:\?|$)/;
  const TAP = ['commandContext', 'onTap', 'innertubeCommand'];
  /** Lists that are ordered, by the names of their pages. @type {Record<string, string>} */
  const BROWSED = {FEwhat_to_watch: 'home', FEsubscriptions: 'subscriptions'};
  const ENDPOINTS = /\/youtubei\/v1\/(browse|next|search|player|get_watch)\b/;

  /** @typedef {{title?: string, externalId?: string, vanityChannelUrl?: string}} Owner */

  /** @type {Map<string, Owner>} channels by the addresses of their pages: what such a page loads later does not say whose it is */
  const owners = new Map();
  /** @type {Owner | null} whose page the data that is being read belongs to; its cards do not say */
  let owner = null;

  /** @param {any} object @param {...(string | number)} path @returns {any} what lies at the end of the path, or undefined */
  const dig = (object, ...path) => path.reduce((at, key) => at?.[key], object);

  /** @param {any} text YouTube's texts are `simpleText`, `runs` or `content` @returns {string | undefined} */
  const read = text => text?.simpleText ?? text?.content ?? text?.runs?.map((/** @type {any} */ run) => run.text).join('');

  /** The lists of entries a piece of data holds, with the place each belongs to. @param {any} data @returns {[string, any[]][]} */
  function lists(data) {
    const contents = data?.contents;
    const tabs = dig(contents, 'twoColumnBrowseResultsRenderer', 'tabs') ?? [];
    const tab = tabs.find((/** @type {any} */ each) => each.tabRenderer?.content)?.tabRenderer;
    const actions = data?.onResponseReceivedActions ?? data?.onResponseReceivedEndpoints ?? data?.onResponseReceivedCommands ?? [];
    /** @type {[string, any][]} */
    const found = [
      [placeOf(tab), dig(tab, 'content', 'richGridRenderer', 'contents')],
      ['browse', flat(dig(tab, 'content', 'sectionListRenderer', 'contents'))],
      ['watch_next', flat(dig(contents, 'twoColumnWatchNextResults', 'secondaryResults', 'secondaryResults', 'results'))],
      ['search', flat(dig(contents, 'twoColumnSearchResultsRenderer', 'primaryContents', 'sectionListRenderer', 'contents'))],
      ...actions.map((/** @type {any} */ action) => ['more', flat(action.appendContinuationItemsAction?.continuationItems)]),
      ...actions.map((/** @type {any} */ action) => ['anew', action.reloadContinuationItemsCommand?.continuationItems]),
    ];
    return /** @type {[string, any[]][]} */ (found.filter(([, entries]) => Array.isArray(entries) && entries.length));
  }

  /** What a tab lists: by its name, for the address may change later than the data come; by that where it has none. @param {any} tab */
  const placeOf = tab => (tab?.tabIdentifier ? BROWSED[tab.tabIdentifier] : location.pathname === '/' ? 'home' : null) ?? 'browse';

  /** Entries wrapped in sections, laid flat. @param {any} entries */
  const flat = entries => Array.isArray(entries) ? entries.flatMap(entry => entry.itemSectionRenderer?.contents ?? [entry]) : undefined;

  /** @param {any} entry @returns {object | null} one entry of a list; null for an ad, a shelf and all that is not a single video */
  function card(entry) {
    const content = entry.richItemRenderer?.content ?? entry;
    if (content.lockupViewModel?.contentType === 'LOCKUP_CONTENT_TYPE_VIDEO') return lockup(content.lockupViewModel);
    const old = content.videoRenderer ?? content.compactVideoRenderer;
    return old ? renderer(old) : null;
  }

  /** The id of an entry that is no video of a channel's, though its card looks like one: a film that is sold or rented out. @param {any} entry */
  function movie(entry) {
    const content = entry.richItemRenderer?.content ?? entry;
    return content.lockupViewModel?.contentType === 'LOCKUP_CONTENT_TYPE_MOVIE' ? content.lockupViewModel.contentId : content.movieRenderer?.videoId;
  }

  /** @param {any} model `lockupViewModel`, the card since 2025 */
  function lockup(model) {
    const data = dig(model, 'metadata', 'lockupMetadataViewModel');
    const rows = dig(data, 'metadata', 'contentMetadataViewModel', 'metadataRows') ?? [];
    const parts = rows.flatMap((/** @type {any} */ row) => row.metadataParts ?? []);
    const avatar = dig(data, 'image', 'decoratedAvatarViewModel', 'rendererContext', ...TAP, 'browseEndpoint');
    const channel = avatar ?? dig(parts, 0, 'text', 'commandRuns', 0, 'onTap', 'innertubeCommand', 'browseEndpoint');
    const several = dig(data, 'image', 'avatarStackViewModel');
    const overlays = dig(model, 'contentImage', 'thumbnailViewModel', 'overlays') ?? [];
    return {
      videoId: model.contentId, short: isReel(dig(model, 'rendererContext', ...TAP)), title: read(data?.title),
      ...several ? uploader(several) : owned(read(parts[0]?.text), channel), ...badges(overlays), ...viewsAndAge(rows),
      menu: menu(dig(data, 'menuButton', 'buttonViewModel', 'onTap', 'innertubeCommand', 'showSheetCommand', 'panelLoadingStrategy',
        'inlineContent', 'sheetViewModel', 'content', 'listViewModel', 'listItems')),
    };
  }

  /** Whether what is tapped opens among the Shorts. @param {any} endpoint */
  const isReel = endpoint => Boolean(endpoint?.reelWatchEndpoint);

  /** The first of several channels: the dialog behind their pictures names whoever uploaded the video before the others (2025 on).
   * @param {any} stack */
  function uploader(stack) {
    const dialog = dig(stack, 'rendererContext', ...TAP, 'showDialogCommand', 'panelLoadingStrategy', 'inlineContent', 'dialogViewModel');
    const first = dig(dialog, 'customContent', 'listViewModel', 'listItems', 0, 'listItemViewModel');
    const channel = dig(first, 'rendererContext', ...TAP, 'browseEndpoint')
      ?? dig(first, 'title', 'commandRuns', 0, 'onTap', 'innertubeCommand', 'browseEndpoint');
    return {channelName: read(first?.title), channelId: channel?.browseId, channelHandle: channel?.canonicalBaseUrl};
  }

  /** Whose video it is: as the card says, or the channel whose page this is. @param {string | undefined} name @param {any} channel */
  function owned(name, channel) {
    if (!owner) return {channelName: name, channelId: channel?.browseId, channelHandle: channel?.canonicalBaseUrl};
    const handle = /\/@[^/?]+/.exec(owner.vanityChannelUrl ?? '')?.[0];
    return {channelName: owner.title, channelId: owner.externalId, channelHandle: handle};
  }

  /** Views and age stand together in a row, or after the channel in the only one (home, June 2026). @param {any[]} rows */
  function viewsAndAge(rows) {
    const [first, second] = rows.filter(row => row.metadataParts?.length);
    const [views, age] = second ? second.metadataParts : first?.metadataParts.slice(owner ? 0 : 1) ?? [];
    return {viewsText: views?.accessibilityLabel ?? read(views?.text), ageText: read(age?.text)};
  }

  /** @param {any[]} overlays */
  function badges(overlays) {
    const bottom = overlays.map(overlay => overlay.thumbnailBottomOverlayViewModel ?? overlay.thumbnailOverlayBadgeViewModel).filter(Boolean);
    const all = bottom.flatMap(overlay => overlay.badges ?? overlay.thumbnailBadges ?? []).map(badge => badge.thumbnailBadgeViewModel);
    const percent = bottom.map(overlay => dig(overlay, 'progressBar', 'thumbnailOverlayProgressBarViewModel', 'startPercent')).find(Number.isFinite);
    return {
      lengthTexts: all.map(badge => badge?.text), live: all.some(badge => badge?.badgeStyle === 'THUMBNAIL_OVERLAY_BADGE_STYLE_LIVE'),
      watchedPercent: percent,
    };
  }

  /** @param {any} video `videoRenderer`, the old card, still used by search */
  function renderer(video) {
    const byline = dig(video.ownerText ?? video.shortBylineText ?? video.longBylineText, 'runs', 0);
    const channel = dig(byline, 'navigationEndpoint', 'browseEndpoint');
    const overlays = video.thumbnailOverlays ?? [];
    return {
      videoId: video.videoId, short: isReel(video.navigationEndpoint), title: read(video.title), ...owned(byline?.text, channel),
      lengthTexts: [read(video.lengthText)], viewsText: read(video.viewCountText), ageText: read(video.publishedTimeText),
      live: overlays.some((/** @type {any} */ overlay) => dig(overlay, 'thumbnailOverlayTimeStatusRenderer', 'style') === 'LIVE'),
      watchedPercent: overlays.map((/** @type {any} */ overlay) => dig(overlay, 'thumbnailOverlayResumePlaybackRenderer', 'percentDurationWatched'))
        .find(Number.isFinite),
      menu: menu(dig(video.menu, 'menuRenderer', 'items')),
    };
  }

  /** What the entries of a card's menu would tell YouTube, and what would undo it (in programs of 2026; not seen in a saved page).
   * @param {any[] | undefined} entries */
  function menu(entries) {
    return (Array.isArray(entries) ? entries : []).flatMap(({listItemViewModel: item, menuServiceItemRenderer: old}) => {
      const feedback = dig(item, 'rendererContext', ...TAP, 'feedbackEndpoint') ?? dig(old, 'serviceEndpoint', 'feedbackEndpoint');
      const symbol = dig(item, 'leadingImage', 'sources', 0, 'clientResource', 'imageName') ?? dig(old, 'icon', 'iconType');
      const undo = /"undoToken":"([^"]+)"/.exec(JSON.stringify(feedback?.actions ?? []))?.[1];
      return feedback ? [{symbol, token: feedback.feedbackToken, undo}] : [];
    });
  }

  /** @param {any} data a player response: what is played, with tags and category @param {string} pathname of the page that plays it */
  function details(data, pathname) {
    const video = data?.videoDetails;
    if (!video?.videoId) return null;
    return {
      videoId: video.videoId, short: pathname === `/shorts/${video.videoId}`, title: video.title, channelName: video.author, channelId: video.channelId,
      seconds: Number(video.lengthSeconds), views: Number(video.viewCount), tags: video.keywords, description: video.shortDescription, live: Boolean(video.isLive),
      category: dig(data, 'microformat', 'playerMicroformatRenderer', 'category'),
    };
  }

  /** The channel that a whole page says it belongs to, kept for what its page loads later. @param {any} page @returns {Owner | null} */
  function ownerIn(page) {
    const said = dig(page, 'metadata', 'channelMetadataRenderer');
    if (!said) return null;
    const found = {title: said.title, externalId: said.externalId, vanityChannelUrl: said.vanityChannelUrl};
    for (const address of [`/channel/${said.externalId}`, said.vanityChannelUrl, ...said.ownerUrls ?? []]) {
      const key = URL.canParse(address, location.origin) && channelIn(new URL(address, location.origin).pathname);
      if (key) owners.set(key, found);
    }
    return found;
  }

  /** The channel of an address; one without a name where the channel's own data was not seen. @param {string} pathname @returns {Owner | null} */
  function ownerAt(pathname) {
    const key = channelIn(pathname);
    return key ? owners.get(key) ?? {} : null;
  }

  /** The part of an address that all pages of a channel begin with; a handle's case does not count. @param {string} pathname */
  const channelIn = pathname => /^\/(?:@[^/]+|(?:channel|c|user)\/[^/]+)/.exec(pathname)?.[0].toLowerCase();

  /**
   * Post what a piece of data says. A format we do not know says nothing.
   * @param {any} data @param {URL} asker the page that asked for it
   */
  function tell(data, asker) {
    try {
      const parsed = typeof data === 'string' ? JSON.parse(data) : data;
      for (const part of [parsed].flat()) tellPart(part?.response ?? part, part?.playerResponse ?? part, asker);
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
    }
  }

  /** `/get_watch` answers with several parts, the others with one that is everything. @param {any} page @param {any} player @param {URL} asker */
  function tellPart(page, player, {pathname, search}) {
    owner = page?.contents ? ownerIn(page) : ownerAt(pathname);
    for (const [place, all] of lists(page)) {
      const entries = all.filter(entry => !entry.continuationItemRenderer);
      post({
        place, asker: pathname + search, cards: entries.map(card), movies: entries.map(movie).filter(Boolean),
        beside: dig(page, 'currentVideoEndpoint', 'watchEndpoint', 'videoId'),
      });
    }
    const played = details(player, pathname);
    if (played) post({played});
  }

  /** As one text: a browser copies that at once, and thousands of small fields one by one, again for every script that listens.
   * @param {object} facts */
  const post = facts => window.postMessage({ownfeed: 'page-data', facts: JSON.stringify(facts)}, location.origin);

  /** @param {any} data of the first page */
  function take(data) {
    tell(data, new URL(location.href));
    const key = channelIn(location.pathname); // an old address, `/c/…`, is not in the data
    if (key && owner) owners.set(key, owner);
  }

  /** See a global the moment the page sets it, then be a plain property again. @param {string} name */
  function whenSet(name) {
    // Another extension listens here already, and lets nobody else: what is loaded later, and the cards themselves, say enough.
    if (Object.getOwnPropertyDescriptor(window, name)?.configurable === false) return;
    Object.defineProperty(window, name, {configurable: true, enumerable: true, get: () => undefined, set: value => {
      Object.defineProperty(window, name, {configurable: true, enumerable: true, writable: true, value});
      // After the page's own script: it is not kept waiting, and a browser that is debugged need not tell where in it we were.
      queueMicrotask(() => take(value));
    }});
  }

  /** Read the answers of YouTube's own requests beside the page, which gets the very same promise. */
  function listenToFetch() {
    const original = window.fetch;
    const listening = window.fetch = function fetch(...request) {
      const [asked, options] = request;
      const address = asked instanceof Request ? asked.url : String(asked);
      const path = ACTS.exec(address)?.[1];
      const body = path ? bodyOf(asked, options) : null; // before it is sent: a body can be read once
      const answer = Reflect.apply(original, this, request);
      if (path && body) told(path, body, answer);
      if (ENDPOINTS.test(address)) {
        const asker = new URL(location.href); // the person may be elsewhere when the answer comes
        answer.then(response => response.clone().json()).then(data => tell(data, asker), () => undefined);
      }
      return answer;
    };
    window.addEventListener('message', ({source, data}) => {
      if (source === window && data?.ownfeed === 'stop' && window.fetch === listening) window.fetch = original;
    });
  }

  /** @param {unknown} asked @param {RequestInit | undefined} options @returns {Promise<any>} */
  const bodyOf = async (asked, options) => JSON.parse(asked instanceof Request && !options?.body ? await asked.clone().text() : String(options?.body));

  /** Post what was asked of YouTube, once YouTube took it. @param {string} path @param {Promise<any>} body @param {Promise<Response>} answer */
  function told(path, body, answer) {
    Promise.all([body, answer]).then(([asked, {ok}]) => {
      if (ok) post({asked: {path, body: {feedbackTokens: asked.feedbackTokens, channelIds: asked.channelIds, target: asked.target}}});
    }).catch(() => undefined); // a form that nobody knows says nothing
  }

  whenSet('ytInitialData');
  whenSet('ytInitialPlayerResponse');
  listenToFetch();
})();
