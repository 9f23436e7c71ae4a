// The playlist beside a video that plays as part of one.
import {el} from './dom.js';
import {picture} from './cards.js';

/** `ytd-playlist-panel-renderer` for YouTube's data; nothing where there is no playlist. */
export function playlistPanel(playlist) {
  if (!playlist) return [];
  const rows = playlist.contents.map(({playlistPanelVideoRenderer: row}) => el('ytd-playlist-panel-video-renderer', {selected: row.selected},
    el('a', {id: 'wc-endpoint', href: `/watch?v=${row.videoId}&list=${playlist.playlistId}`}, picture(row.videoId), el('span', {id: 'video-title'}, row.title.simpleText))));
  return [el('ytd-playlist-panel-renderer', {}, el('div', {id: 'items', class: 'playlist-items'}, ...rows))];
}
