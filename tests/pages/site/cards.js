// Cards: one lockup in three generations of class names, and the old card.
import {el, innertube, knobs} from './dom.js';

const NAMES = {
  wiz: {
    host: 'yt-lockup-view-model-wiz', image: 'yt-lockup-view-model-wiz__content-image',
    title: 'yt-lockup-metadata-view-model-wiz__title', heading: 'yt-lockup-metadata-view-model-wiz__heading-reset',
    row: 'yt-content-metadata-view-model-wiz__metadata-row', text: 'yt-content-metadata-view-model-wiz__metadata-text', sold: 'badge-shape-wiz--commerce',
    badge: 'badge-shape-wiz__text', live: 'badge-shape-wiz--thumbnail-live', menu: 'yt-lockup-metadata-view-model-wiz__menu-button',
  },
  dash: {
    host: 'yt-lockup-view-model yt-lockup-view-model--vertical', image: 'yt-lockup-view-model__content-image',
    title: 'yt-lockup-metadata-view-model__title', heading: 'yt-lockup-metadata-view-model__heading-reset',
    row: 'yt-content-metadata-view-model__metadata-row', text: 'yt-content-metadata-view-model__metadata-text', sold: 'yt-badge-shape--commerce',
    badge: 'yt-badge-shape__text', live: 'yt-badge-shape--thumbnail-live', menu: 'yt-lockup-metadata-view-model__menu-button',
  },
  camel: {
    host: 'ytLockupViewModelHost ytLockupViewModelVertical', image: 'ytLockupViewModelContentImage',
    title: 'ytLockupMetadataViewModelTitle', heading: 'ytLockupMetadataViewModelHeadingReset',
    row: 'ytContentMetadataViewModelMetadataRow', text: 'ytContentMetadataViewModelMetadataText', sold: 'ytBadgeShapeCommerce',
    badge: 'ytBadgeShapeText', live: 'ytBadgeShapeThumbnailLive', menu: 'ytLockupMetadataViewModelMenuButton',
  },
};
const GENERATIONS = Object.keys(NAMES);
let made = 0;

/** The class names of the next card: the knob's generation, or all in turn. */
function names() {
  const wanted = knobs.cards ?? 'camel';
  return NAMES[wanted] ?? NAMES[GENERATIONS[made++ % GENERATIONS.length]];
}

/** Whether the next card is drawn the old way (`cards=old`, or one of four with `cards=mixed`). */
export function wantsOld(number) {
  return knobs.cards === 'old' || (knobs.cards === 'mixed' && number % 4 === 3);
}

export const picture = videoId => el('img', {src: `https://i.ytimg.com/vi/${videoId}/hqdefault.jpg`, alt: '', loading: 'lazy'});

/** `yt-lockup-view-model` for a video's or playlist's data; `href` may differ for ads. */
export function lockup(model, {href = linkOf(model), channelLink = true} = {}) {
  const name = names();
  const card = el('yt-lockup-view-model', {class: channelLink ? 'ytd-rich-item-renderer lockup' : 'lockup'});
  const host = el('div', {class: `${name.host} content-id-${model.contentId}`});
  host.append(thumbnailLink(model, name, href), metadata(model, name, href, channelLink));
  card.append(host);
  return card;
}

function linkOf(model) {
  const {watchEndpoint: endpoint, reelWatchEndpoint: reel} = model.rendererContext.commandContext.onTap.innertubeCommand;
  if (reel) return `/shorts/${reel.videoId}`;
  const list = endpoint.playlistId ? `&list=${endpoint.playlistId}${endpoint.playlistId.startsWith('RD') ? '&start_radio=1' : ''}` : '';
  return `/watch?v=${endpoint.videoId}${list}`;
}

function thumbnailLink(model, name, href) {
  const link = el('a', {class: name.image, href, 'aria-hidden': 'true', tabindex: '-1'});
  const collection = model.contentImage.collectionThumbnailViewModel;
  if (collection) {
    link.append(el('yt-collection-thumbnail-view-model', {}, el('yt-thumbnail-view-model', {}, picture(collection.firstVideoId))));
    return link;
  }
  const overlay = model.contentImage.thumbnailViewModel.overlays[0].thumbnailBottomOverlayViewModel;
  const thumbnail = el('yt-thumbnail-view-model', {}, picture(model.contentId));
  for (const {thumbnailBadgeViewModel: badge} of overlay.badges) thumbnail.append(badgeShape(badge, name));
  if (overlay.progressBar) thumbnail.append(watchedBar(overlay.progressBar.thumbnailOverlayProgressBarViewModel.startPercent));
  link.append(thumbnail);
  return link;
}

function badgeShape(badge, name) {
  const live = badge.badgeStyle.endsWith('LIVE') ? ` ${name.live}` : '';
  return el('badge-shape', {class: `badge${live}`}, el('div', {class: name.badge}, badge.text));
}

function watchedBar(percent) {
  return el('yt-thumbnail-overlay-progress-bar-view-model', {},
    el('div', {class: 'ytThumbnailOverlayProgressBarHostWatchedProgressBarSegment', style: `width: ${percent}%`}));
}

function metadata(model, name, href, channelLink) {
  const data = model.metadata.lockupMetadataViewModel;
  const title = el('h3', {class: name.heading, title: data.title.content},
    el('a', {class: name.title, href, 'aria-label': model.rendererContext.accessibilityContext?.label}, el('span', {}, data.title.content)));
  const rows = (data.metadata?.contentMetadataViewModel.metadataRows ?? []).map(row => metadataRow(row, name, channelLink));
  const text = el('div', {class: 'lockup-text'}, title, el('yt-content-metadata-view-model', {}, ...rows));
  const menu = el('div', {class: name.menu}, el('button', {'aria-label': 'More actions', class: 'menu'}, '⋮'), ...entries(data.menuButton));
  return el('yt-lockup-metadata-view-model', {}, avatar(data, channelLink), text, menu);
}

/** The entries of a card's menu, which the real page draws in a sheet of its own; a chosen one replaces the card by a line with an undo. */
function entries(menu) {
  const items = menu?.buttonViewModel.onTap.innertubeCommand.showSheetCommand.panelLoadingStrategy.inlineContent.sheetViewModel.content.listViewModel.listItems ?? [];
  return items.map(({listItemViewModel: item}) => {
    const feedback = item.rendererContext.commandContext.onTap.innertubeCommand.feedbackEndpoint;
    const button = el('button', {class: 'menu-entry', 'data-symbol': item.leadingImage.sources[0].clientResource.imageName}, '·');
    button.addEventListener('click', event => dismiss(event, feedback));
    return button;
  });
}

async function dismiss(event, feedback) {
  event.preventDefault();
  event.stopPropagation();
  const card = event.target.closest('yt-lockup-view-model, ytd-rich-grid-media');
  const {undoToken} = feedback.actions[0].replaceEnclosingAction.item.notificationMultiActionRenderer.buttons[0].buttonRenderer.serviceEndpoint.undoFeedbackEndpoint;
  await innertube('feedback', {feedbackTokens: [feedback.feedbackToken]});
  const undo = el('button', {class: 'undo'}, 'Undo');
  const bringBack = replaced(card, undo);
  undo.addEventListener('click', async pressed => {
    pressed.stopPropagation();
    await innertube('feedback', {feedbackTokens: [undoToken]});
    bringBack();
  });
}

/** Show a notice instead of a card: what a new card held is gone, an old one keeps it hidden beside the notice. */
function replaced(card, undo) {
  if (card.localName === 'yt-lockup-view-model') {
    const inside = [...card.children];
    card.replaceChildren(el('div', {class: 'ytDismissibleItemReplacedContent'}, el('notification-multi-action-renderer', {}, 'Video removed', undo)));
    return () => card.replaceChildren(...inside);
  }
  const notice = el('div', {id: 'dismissed'}, el('ytd-notification-multi-action-renderer', {}, 'Video removed', undo));
  card.setAttribute('is-dismissed', '');
  card.append(notice);
  return () => {
    card.removeAttribute('is-dismissed');
    notice.remove();
  };
}

function avatar(data, channelLink) {
  if (!channelLink || !data.image) return null;
  if (data.image.avatarStackViewModel) return el('yt-avatar-stack-view-model', {}, ...data.image.avatarStackViewModel.avatars.map(() => el('div', {class: 'avatar', 'aria-hidden': 'true'}, '·')));
  return el('yt-decorated-avatar-view-model', {}, el('div', {class: 'avatar', 'aria-hidden': 'true'}, data.title.content[0]));
}

function metadataRow(row, name, channelLink) {
  const line = el('div', {class: name.row}, ...(row.badges ?? []).map(({badgeViewModel: badge}) => el('badge-shape', {class: `badge ${name.sold}`}, el('div', {class: name.badge}, badge.badgeText))));
  (row.metadataParts ?? []).forEach((part, i) => {
    if (i) line.append(el('span', {class: 'delimiter', 'aria-hidden': 'true'}, ' • '));
    const browse = part.text.commandRuns?.[0].onTap.innertubeCommand.browseEndpoint;
    const text = browse && channelLink ? el('a', {href: browse.canonicalBaseUrl}, part.text.content) : part.text.content;
    line.append(el('span', {class: name.text, 'aria-label': part.accessibilityLabel}, text));
  });
  return line;
}

/** The old card of a grid cell, from the same data. */
export function oldCard(model) {
  const data = model.metadata.lockupMetadataViewModel;
  const rows = data.metadata.contentMetadataViewModel.metadataRows;
  const href = linkOf(model);
  const signed = data.image !== undefined; // a channel's page does not repeat whose they are
  const parts = (rows[signed ? 1 : 0]?.metadataParts ?? []).map(part => el('span', {class: 'inline-metadata-item'}, part.text.content));
  const badges = rows.flatMap(row => row.badges ?? []).map(({badgeViewModel: badge}) => el('ytd-badge-supported-renderer', {}, badge.badgeText));
  return el('ytd-rich-grid-media', {}, el('div', {id: 'dismissible'},
    el('div', {id: 'thumbnail'}, el('ytd-thumbnail', {}, el('a', {id: 'thumbnail', href, tabindex: '-1', 'aria-hidden': 'true'}, picture(model.contentId), timeStatus(model)))),
    el('div', {id: 'details'}, el('div', {id: 'meta'},
      el('h3', {}, el('a', {id: 'video-title-link', href, title: data.title.content}, el('yt-formatted-string', {id: 'video-title'}, data.title.content))),
      signed ? channelName(rows[0].metadataParts[0]) : null,
      el('div', {id: 'metadata-line'}, ...parts), ...badges), el('div', {id: 'menu'}, ...entries(data.menuButton)))));
}

function timeStatus(model) {
  const badge = model.contentImage.thumbnailViewModel.overlays[0].thumbnailBottomOverlayViewModel.badges[0].thumbnailBadgeViewModel;
  const style = badge.badgeStyle.endsWith('LIVE') ? 'LIVE' : badge.text === 'UPCOMING' ? 'UPCOMING' : 'DEFAULT';
  return el('ytd-thumbnail-overlay-time-status-renderer', {'overlay-style': style},
    el('badge-shape', {class: 'badge'}, el('div', {class: 'badge-shape-wiz__text'}, badge.text)));
}

function channelName(part) {
  const browse = part.text.commandRuns?.[0].onTap.innertubeCommand.browseEndpoint; // several channels have no link
  return el('ytd-channel-name', {}, el('div', {id: 'text', title: part.text.content}, browse ? el('a', {href: browse.canonicalBaseUrl}, part.text.content) : part.text.content));
}

/** A search result's old card. */
export function searchResult(video) {
  const href = `/watch?v=${video.videoId}`;
  const owner = video.ownerText.runs[0];
  const handle = owner.navigationEndpoint.browseEndpoint.canonicalBaseUrl;
  const badge = el('badge-shape', {class: 'badge'}, el('div', {class: 'badge-shape-wiz__text'}, video.lengthText.simpleText));
  return el('ytd-video-renderer', {}, el('div', {id: 'dismissible'},
    el('ytd-thumbnail', {}, el('a', {id: 'thumbnail', href, tabindex: '-1'}, picture(video.videoId), badge)),
    el('div', {class: 'text-wrapper'},
      el('h3', {}, el('a', {id: 'video-title', href, title: video.title.runs[0].text, 'aria-label': video.title.runs[0].text}, video.title.runs[0].text)),
      el('div', {id: 'metadata-line'}, el('span', {class: 'inline-metadata-item'}, video.viewCountText.simpleText), el('span', {class: 'inline-metadata-item'}, video.publishedTimeText.simpleText)),
      el('div', {id: 'channel-info'}, el('ytd-channel-name', {}, el('div', {id: 'text'}, el('a', {href: handle}, owner.text)))))));
}

/** A Short's card. */
export function shortsLockup(model) {
  const href = `/shorts/${model.onTap.innertubeCommand.reelWatchEndpoint.videoId}`;
  const title = model.overlayMetadata.primaryText.content;
  return el('ytm-shorts-lockup-view-model-v2', {}, el('ytm-shorts-lockup-view-model', {},
    el('a', {class: 'shortsLockupViewModelHostEndpoint', href, title}, picture(href.split('/')[2])),
    el('h3', {title}, el('a', {class: 'shortsLockupViewModelHostEndpoint', href, title}, title)),
    el('div', {class: 'shortsLockupViewModelHostOutsideMetadataSubhead'}, model.overlayMetadata.secondaryText.content)));
}
