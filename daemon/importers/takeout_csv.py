"""The CSV files of a Takeout: subscriptions and playlists. Their headings are translated, so rows are told by their form."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Final

from .activity import clean
from .links import CHANNEL_ID, VIDEO_ID
from .records import Kind, Record
from .takeout_json import read_time

_LIKED: Final = (
    "likedvideos",
    "videosmitpositiverbewertung",
    "magichvideos",
    "vidéosjaime",
    "vidéosquejaime",
    "vídeosquemegustan",
    "videosquemegustan",
    "高く評価した動画",
    "leukgevondenvideos",
    "videosdieikleukvind",
    "vídeosmarcadoscomgostei",
    "vídeosmarcadoscomogostei",
    "gostei",
    "videopiaciuti",
    "videochetisonopiaciuti",
    "videochemipiacciono",
    "赞过的视频",
    "顶过的视频",
    "點讚的影片",
    "喜歡的影片",
    "beğenilenvideolar",
    "beğendiğimvideolar",
    "مقاطعفيديوأعجبتني",
    "الفيديوهاتالتيأعجبتني",
    "понравившиеся",
    "polubionefilmy",
    "좋아요표시한동영상",
    "gilladevideor",
)
"""How the playlist of liked videos is called, letters only; its id, `LL`, is looked for first."""

_LIKED_ID: Final = re.compile(r"LL(?:[A-Za-z0-9_-]{22})?")


def records(lines: Iterable[str], file_name: str, exported_at: float) -> Iterator[Record]:
    """Yield what a CSV file tells; nothing for a file that is neither subscriptions nor a playlist.

    file_name: without folders; tells likes from other playlists. exported_at: the time subscriptions get.
    """
    kind: Kind = "like" if _is_liked(file_name) else "saved"
    for row in _rows(lines):
        if len(row) > 3 and _LIKED_ID.fullmatch(row[0].strip()):  # the playlist's own row, in the shape of 2021
            kind = "like"
        record = _subscription(row, exported_at) or _playlist_video(row, kind)
        if record is not None:
            yield record


def _rows(lines: Iterable[str]) -> Iterator[list[str]]:
    try:
        yield from (row for row in csv.reader(lines) if len(row) >= 2)
    except csv.Error:  # a quote never closed, a field of a megabyte: nothing Google writes
        return


def _subscription(row: list[str], exported_at: float) -> Record | None:
    channel_id = row[0].strip()
    if not CHANNEL_ID.fullmatch(channel_id) or f"/channel/{channel_id}" not in row[1]:
        return None
    return Record("subscribe", exported_at, channel_id=channel_id, channel_name=clean(row[2]) if len(row) > 2 else None)


def _playlist_video(row: list[str], kind: Kind) -> Record | None:
    video_id, added_at = row[0].strip(), read_time(row[1])
    if added_at is None or not VIDEO_ID.fullmatch(video_id):
        return None
    return Record(kind, added_at, video_id)


def _is_liked(file_name: str) -> bool:
    letters = "".join(filter(str.isalpha, unescape(unicodedata.normalize("NFC", file_name)).casefold()))
    return letters.startswith(_LIKED)
