"""What YouTube's oEmbed tells of one video: title and channel, without a key."""

from __future__ import annotations

import re
from typing import Any, Final

import orjson

from daemon.store.lookups import Outcome
from daemon.store.videos import VideoFacts

from .service import Service

PATH: Final = "/oembed"
GONE: Final = frozenset({400, 404})
WITHHELD: Final = frozenset({401, 403})
"""Embedding is forbidden (401) or the video is private (403): it may well be there for the person."""
LONGEST: Final = 500

_CHANNEL_ID: Final = re.compile(r"/channel/(UC[A-Za-z0-9_-]{22})$")
_HANDLE: Final = re.compile(r"/(@[^/?#]{1,100})$")


async def look_up(service: Service, video_id: str) -> tuple[Outcome, VideoFacts]:
    """Ask about one video. Raises Failed or Paused, as the service does, when nothing was learned."""
    query = {"format": "json", "url": f"https://www.youtube.com/watch?v={video_id}"}
    answer = await service.get(query, answers=(200, *GONE, *WITHHELD))
    if answer.status in GONE:
        return "unavailable", VideoFacts(video_id)
    if answer.status == 403 and answer.body.strip() != b"Forbidden":  # the one word for a private video: we are blocked
        raise await service.was_useless(is_refusal=True)
    if answer.status in WITHHELD:
        return "withheld", VideoFacts(video_id)
    if (facts := read_oembed(answer.body, video_id)) is None:
        raise await service.was_useless()
    return "described", facts


def read_oembed(body: bytes, video_id: str) -> VideoFacts | None:
    """Return what an answer says of a video, None when it is no answer."""
    try:
        said: Any = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    title = _text(said, "title")
    if not title:
        return None
    author = _text(said, "author_url")
    channel, handle = _CHANNEL_ID.search(author), _HANDLE.search(author)
    return VideoFacts(
        video_id,
        title=title,
        channel_id=channel[1] if channel else None,
        channel_name=_text(said, "author_name") or None,
        channel_handle=handle[1] if handle else None,
    )


def _text(said: Any, name: str) -> str:
    value = said.get(name) if isinstance(said, dict) else None
    return value.strip().replace("\0", "")[:LONGEST] if isinstance(value, str) else ""
