"""The made-up person of the pictures, who likes programming and cooking."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import uuid4

from tests.e2e.daemon_process import DaemonProcess
from tests.pages.catalogue import Clip, clip

LIKED_TOPICS: Final = ("programming", "cooking")
RULES: Final = ("no drama", "less news until Sunday", "more woodworking")
UNWANTED: Final = (2, 4, 8)


async def live_a_little(daemon: DaemonProcess) -> None:
    """Let the person have watched fifty videos of their topics over a month, and liked a few."""
    now = datetime.now(UTC)
    liked = [made for made in map(clip, range(700, 1_000)) if made.topic in LIKED_TOPICS][:50]
    events = [_watch_of(made, now - timedelta(hours=12 * n)) for n, made in enumerate(liked)]
    events += [_event("thumbs_up", made, now - timedelta(hours=12 * n)) for n, made in enumerate(liked[::4])]
    await daemon.post("/api/signals", {"events": events})
    await daemon.post("/api/videos/personas/refresh", {})
    for rule in RULES:
        (proposal,) = (await daemon.post("/api/rules", {"text": rule}))["proposals"]
        await daemon.post("/api/rules", proposal)
    async with asyncio.timeout(60):
        while not (await daemon.get("/api/videos/personas"))["personas"]:  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.5)


async def refuse_some(daemon: DaemonProcess) -> None:
    """Let the person want none of a few videos of home."""
    for unwanted in UNWANTED:
        await daemon.post(f"/api/videos/{clip(unwanted).video_id}/rate", {"rating": "not_interested"})


def _event(kind: str, made: Clip, at: datetime) -> dict[str, object]:
    video = {
        "video_id": made.video_id, "title": made.title, "channel_name": made.channel_name, "channel_id": made.channel_id,
        "duration_seconds": made.duration_seconds, "view_count": made.view_count,
    }  # fmt: skip
    return {
        "id": str(uuid4()), "type": kind, "video_id": made.video_id, "occurred_at": at.isoformat(),
        "source": "api", "video": video,
    }  # fmt: skip


def _watch_of(made: Clip, at: datetime) -> dict[str, object]:
    seconds = made.duration_seconds
    return _event("watch", made, at) | {"watch": {"seconds": seconds, "duration_seconds": seconds, "fraction": 1.0}}
