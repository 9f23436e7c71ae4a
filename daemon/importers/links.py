"""What an address of YouTube's points at: the one thing about a history row that no language changes."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import parse_qs, urlsplit


class Target(Enum):
    """The kinds of page a history row can link to."""

    VIDEO = "video"
    SEARCH = "search"
    CHANNEL = "channel"
    ELSEWHERE = "elsewhere"
    """Another page of YouTube (a post, a story, a playlist) or of anyone."""
    NOTHING = "nothing"


class Link(NamedTuple):
    """A target and what identifies it: a video id, a query, a channel id (None for handles and old names)."""

    target: Target
    value: str | None = None


LONGEST: Final = 2048
"""Characters; no address of YouTube's is longer."""
VIDEO_ID: Final = re.compile(r"[A-Za-z0-9_-]{11}")
CHANNEL_ID: Final = re.compile(r"UC[A-Za-z0-9_-]{22}")

_SITE: Final = r"https?://(?:(?:www|m|music|gaming)\.)?youtube\.com"
_VIDEO: Final = re.compile(
    rf"(?:{_SITE}/(?:watch/?\?(?:[^#\s]*&)?v=|shorts/|live/)|https?://youtu\.be/)([A-Za-z0-9_-]{{11}})(?![A-Za-z0-9_-])",
    re.IGNORECASE,
)
_SEARCH: Final = re.compile(rf"{_SITE}/(?:results|search)\?", re.IGNORECASE)
_CHANNEL: Final = re.compile(rf"{_SITE}/(?:channel/(UC[A-Za-z0-9_-]{{22}})|@|user/|c/)", re.IGNORECASE)


_NOTHING: Final = Link(Target.NOTHING)
_ELSEWHERE: Final = Link(Target.ELSEWHERE)


def read_link(url: str | None) -> Link:
    """Say what `url` points at; parameters such as t, list, index, pp, si and feature change nothing."""
    if not url:
        return _NOTHING
    return _read(url) if len(url) <= LONGEST and url[:4].lower() == "http" else _ELSEWHERE


@lru_cache(maxsize=4096)  # channels come again and again, and each row is looked at twice
def _read(url: str) -> Link:
    if video := _VIDEO.match(url):
        return Link(Target.VIDEO, video[1])
    if _SEARCH.match(url):
        return Link(Target.SEARCH, _query(url))
    if channel := _CHANNEL.match(url):
        return Link(Target.CHANNEL, channel[1])
    return _ELSEWHERE


def _query(url: str) -> str | None:
    fields = parse_qs(urlsplit(url).query)
    words = fields.get("search_query") or fields.get("q") or [""]
    return words[0].strip() or None
