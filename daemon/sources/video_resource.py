"""A video as the YouTube Data API tells it, taken as facts; whatever is not as documented is left out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from html import unescape
from types import MappingProxyType
from typing import Any, Final

from daemon.store.videos import VideoFacts

MOST_TAGS: Final = 30
LONGEST_TITLE: Final = 500
LONGEST_DESCRIPTION: Final = 5_000

CATEGORIES: Final = MappingProxyType(
    {
        "1": "Film & Animation", "2": "Autos & Vehicles", "10": "Music", "15": "Pets & Animals", "17": "Sports",
        "19": "Travel & Events", "20": "Gaming", "22": "People & Blogs", "23": "Comedy", "24": "Entertainment",
        "25": "News & Politics", "26": "Howto & Style", "27": "Education", "28": "Science & Technology",
        "29": "Nonprofits & Activism",
    }
)  # fmt: skip
"""The categories a video can be in, by the number the API gives."""

_VIDEO_ID: Final = re.compile(r"[A-Za-z0-9_-]{11}")
_DURATION: Final = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")


def facts_of(item: Any) -> VideoFacts | None:
    """Return what an item of `videos.list` or `search.list` says, None when it names no video."""
    resource = _part(item, None)
    video_id = resource.get("id")
    if isinstance(video_id, Mapping):
        video_id = video_id.get("videoId")
    if not isinstance(video_id, str) or not _VIDEO_ID.fullmatch(video_id):
        return None
    snippet, statistics = _part(resource, "snippet"), _part(resource, "statistics")
    details = _part(resource, "contentDetails")
    tags = snippet.get("tags", ())
    return VideoFacts(
        video_id,
        title=unescape(_text(snippet, "title"))[:LONGEST_TITLE],  # of a search, titles come escaped
        channel_id=_text(snippet, "channelId") or None,
        channel_name=unescape(_text(snippet, "channelTitle")) or None,
        tags=tuple(str(tag)[:100] for tag in tags[:MOST_TAGS]) if isinstance(tags, list) else (),
        description=unescape(_text(snippet, "description"))[:LONGEST_DESCRIPTION],
        category=CATEGORIES.get(_text(snippet, "categoryId")),
        language=_text(snippet, "defaultAudioLanguage") or None,
        duration_seconds=duration_seconds(_text(details, "duration")),
        view_count=_number(statistics, "viewCount"),
        like_count=_number(statistics, "likeCount"),
        published_at=_moment(_text(snippet, "publishedAt")),
        is_live=_text(snippet, "liveBroadcastContent") == "live" if snippet else None,
        # No rating of YouTube's own: anybody may watch it. A search tells no details, and so nothing.
        is_age_restricted=_text(_part(details, "contentRating"), "ytRating") == "ytAgeRestricted" if details else None,
    )


def upload_of(item: Any) -> VideoFacts | None:
    """Return what an item of `playlistItems.list` says of its video; None for one that is private, deleted or still to come."""
    resource = _part(item, None)
    snippet, details = _part(resource, "snippet"), _part(resource, "contentDetails")
    video_id, published_at = _text(details, "videoId"), _moment(_text(details, "videoPublishedAt"))
    if not _VIDEO_ID.fullmatch(video_id) or published_at is None:
        return None
    return VideoFacts(
        video_id,
        title=_text(snippet, "title")[:LONGEST_TITLE],
        channel_id=_text(snippet, "videoOwnerChannelId") or _text(snippet, "channelId") or None,
        channel_name=_text(snippet, "videoOwnerChannelTitle") or _text(snippet, "channelTitle") or None,
        description=_text(snippet, "description")[:LONGEST_DESCRIPTION],
        published_at=published_at,
    )


def duration_seconds(text: str) -> float | None:
    """Return an ISO 8601 duration such as PT1H2M3S in seconds; None for 0, which a live broadcast has, or for no duration."""
    found = _DURATION.fullmatch(text)
    if found is None:
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return float(((days * 24 + hours) * 60 + minutes) * 60 + seconds) or None


def _part(resource: Any, name: str | None) -> Mapping[str, Any]:
    value = resource if name is None else resource.get(name)
    return value if isinstance(value, Mapping) else {}


def _text(part: Mapping[str, Any], name: str) -> str:
    value = part.get(name)
    return value.strip().replace("\0", "") if isinstance(value, str) else ""


def _number(part: Mapping[str, Any], name: str) -> int | None:
    text = str(part.get(name, ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _moment(text: str) -> float | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.timestamp() if moment.tzinfo else None
