"""The JSON files of a Takeout: activity, the playlist items of before 2018, and Chrome's own history."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Final

from .activity import Channel, Row, clean
from .dates import EARLIEST, LATEST
from .links import CHANNEL_ID, VIDEO_ID, Target, read_link
from .loose import string
from .records import OTHER, UNRECOGNISED, Kind, Record
from .titles import page_title

_NOT_VISITS: Final = frozenset({"RELOAD", "AUTO_SUBFRAME", "MANUAL_SUBFRAME"})
BROWSER_HISTORY: Final = "Browser History"


def read_row(item: Mapping[str, object]) -> Row:
    """Read one entry of watch-history, search-history or MyActivity; what is missing or of a wrong type is empty."""
    header, sentence, url = read_gist(item)
    return Row(
        header=header,
        sentence=sentence,
        url=url,
        occurred_at=read_time(item.get("time")),
        channels=[
            Channel(string(part.get("name")), string(part.get("url")) or None) for part in _parts(item, "subtitles")
        ],
        details=[string(part.get("name")) for part in _parts(item, "details")],
    )


def read_gist(item: Mapping[str, object]) -> tuple[str, str, str | None]:
    """Return an entry's header, sentence and address."""
    return string(item.get("header")), string(item.get("title")), string(item.get("titleUrl")) or None


def is_playlist_item(item: Mapping[str, object]) -> bool:
    """Whether an item has the shape of before 2018: a video's or a subscription's description."""
    return isinstance(item.get("snippet"), dict)


def read_playlist_item(item: Mapping[str, object], kind: Kind) -> Record | str:
    """Read a playlist item of before 2018 as `kind`, or a subscription of the same shape."""
    snippet = _mapping(item.get("snippet"))
    resource = _mapping(snippet.get("resourceId"))
    at = read_time(snippet.get("publishedAt"))
    if at is None:
        return UNRECOGNISED
    video_id = string(_mapping(item.get("contentDetails")).get("videoId")) or string(resource.get("videoId"))
    title = clean(string(snippet.get("title")))
    if VIDEO_ID.fullmatch(video_id):
        return Record(kind, at, video_id, title)
    channel_id = string(resource.get("channelId"))
    if CHANNEL_ID.fullmatch(channel_id):
        return Record("subscribe", at, channel_id=channel_id, channel_name=title)
    return UNRECOGNISED


def read_page_visit(item: Mapping[str, object]) -> Record | str | None:
    """Read one visit of Chrome's `Browser History`; None for a page that is not YouTube's and so concerns nobody."""
    url = string(item.get("url"))
    link = read_link(url)
    if link.target not in (Target.VIDEO, Target.SEARCH):
        return None
    if item.get("page_transition") in _NOT_VISITS:
        return OTHER
    microseconds = item.get("time_usec")
    if not isinstance(microseconds, int) or not EARLIEST <= microseconds / 1e6 < LATEST:
        return UNRECOGNISED
    at = float(microseconds // 1_000_000)
    if link.target is Target.SEARCH:
        return Record("search", at, query=clean(link.value), source="chrome") if link.value else OTHER
    return Record("watch", at, link.value, page_title(string(item.get("title"))), source="chrome")


def read_time(value: object) -> float | None:
    """Return whole seconds since the epoch for an RFC 3339 time, with or without a fraction; None for anything else.

    A time without a zone is UTC, as is `2021-05-01 10:00:00 UTC` of the playlists of 2021.
    """
    if not isinstance(value, str) or len(value) > 40:
        return None
    try:
        moment = datetime.fromisoformat(value.strip().removesuffix(" UTC"))
        seconds = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None
    return float(math.floor(seconds)) if EARLIEST <= seconds < LATEST else None


def _parts(item: Mapping[str, object], name: str) -> Iterator[Mapping[str, object]]:
    parts = item.get(name)
    if isinstance(parts, list):
        yield from (part for part in parts if isinstance(part, dict))


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}
