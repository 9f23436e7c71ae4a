"""A channel's feed: its newest fifteen videos, without a key."""

from __future__ import annotations

import calendar
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import feedparser

from daemon.store.videos import VideoFacts

PATH: Final = "/feeds/videos.xml"
LONGEST_TITLE: Final = 500
LONGEST_DESCRIPTION: Final = 5_000
"""YouTube's own limits are 100 and 5,000; what is longer is not YouTube's."""

_VIDEO_ID: Final = re.compile(r"[A-Za-z0-9_-]{11}")
DAY_SECONDS: Final = 86_400.0


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says; `uploads_per_day` is None where fewer than two videos tell no rate."""

    videos: tuple[VideoFacts, ...]
    uploads_per_day: float | None


def read_feed(body: bytes, channel_id: str) -> Feed | None:
    """Return what the feed of this channel says, None when it is none. For a thread: it takes milliseconds of CPU.

    Titles and descriptions are words, never markup. Entries of another channel or without a title are left out.
    """
    if b"<!ENTITY" in body:  # no feed declares any; they are how a small text becomes a large one
        return None
    try:
        # Given a file, feedparser opens nothing by itself; given bytes it would try them as a path.
        parsed: Any = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    except (ValueError, LookupError):  # an encoding that is none, in its declaration
        return None
    if not (parsed.get("version") or "").startswith("atom"):
        return None
    videos = [_video(entry, channel_id) for entry in parsed.entries]
    found = tuple(video for video in videos if video is not None)
    return Feed(found, _rate([video.published_at for video in found if video.published_at is not None]))


def _video(entry: Mapping[str, Any], channel_id: str) -> VideoFacts | None:
    video_id, title = str(entry.get("yt_videoid", "")), str(entry.get("title", "")).strip()
    if not _VIDEO_ID.fullmatch(video_id) or not title or entry.get("yt_channelid", channel_id) != channel_id:
        return None
    published, statistics = entry.get("published_parsed"), entry.get("media_statistics")
    views = str(statistics.get("views", "")) if isinstance(statistics, Mapping) else ""
    return VideoFacts(
        video_id,
        title=title[:LONGEST_TITLE],
        channel_id=channel_id,
        channel_name=str(entry.get("author", ""))[:LONGEST_TITLE] or None,
        description=str(entry.get("summary", ""))[:LONGEST_DESCRIPTION],
        published_at=float(calendar.timegm(published)) if published else None,
        view_count=int(views) if views.isascii() and views.isdigit() and len(views) < 16 else None,
        is_short=True if "/shorts/" in str(entry.get("link", "")) else None,
    )


def _rate(published: Sequence[float]) -> float | None:
    """Return how many videos come a day, from the times of the newest ones."""
    if len(published) < 2:
        return None
    days = (max(published) - min(published)) / DAY_SECONDS
    return (len(published) - 1) / max(days, 1 / 24)
