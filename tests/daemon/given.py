"""Small true things to say in tests."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from daemon.store.signals import Signal
from daemon.store.videos import VideoFacts

NOW = 1_795_000_000.0
OVEN = "UC0123456789012345678901"


def video_id(number: int) -> str:
    """An id of eleven characters."""
    return f"video{number:06d}"


def facts(number: int, title: str = "", channel: str | None = None, **more: Any) -> VideoFacts:
    return VideoFacts(video_id(number), title=title, channel_name=channel, **more)


def signal(kind: str, number: int | None = 0, *, at: float = NOW, **more: Any) -> Signal:
    about = None if number is None else video_id(number)
    more.setdefault("signal_id", str(uuid4()))
    return Signal(kind=kind, occurred_at=at, source=more.pop("source", "extension"), video_id=about, **more)


def event(kind: str, number: int | None = 0, *, at: str = "2026-11-18T11:00:00Z", **more: Any) -> dict[str, Any]:
    """A signal as it goes over the wire."""
    about = {} if number is None else {"video_id": video_id(number)}
    return {"id": str(more.pop("id", uuid4())), "type": kind, "occurred_at": at, "source": "extension", **about, **more}


def card(number: int, title: str, channel: str = "", **more: Any) -> dict[str, Any]:
    """A card as it goes over the wire."""
    named = {"channel_name": channel} if channel else {}
    return {"video_id": video_id(number), "title": title, **named, **more}


def one_id(number: int) -> str:
    return str(UUID(int=number))


def takeout_row(title: str, video_id: str, at: str, channel: str = "Oven", channel_id: str = OVEN) -> dict[str, Any]:
    """A watch as Google's JSON has it; `at` is such as 2026-01-01T10:00:00.000Z."""
    return {
        "header": "YouTube",
        "title": f"Watched {title}",
        "titleUrl": f"https://www.youtube.com/watch?v={video_id}",
        "time": at,
        "subtitles": [{"name": channel, "url": f"https://www.youtube.com/channel/{channel_id}"}],
        "products": ["YouTube"],
    }
