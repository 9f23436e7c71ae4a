"""Somebody with months of watching behind them, and the dashboard open on it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from playwright.async_api import Page, expect

from tests.e2e.chromium import JOB_SECONDS
from tests.e2e.daemon_process import DaemonProcess
from tests.pages.catalogue import Clip, clip

LIKED = ("programming", "cooking")
WATCHED = 90


def _event(kind: str, made: Clip, at: datetime, **more: Any) -> dict[str, Any]:
    video = {
        "video_id": made.video_id, "title": made.title, "channel_name": made.channel_name, "channel_id": made.channel_id,
        "duration_seconds": made.duration_seconds, "view_count": made.view_count,
    }  # fmt: skip
    return {
        "id": str(uuid4()), "type": kind, "video_id": made.video_id, "occurred_at": at.isoformat(), "source": "api",
        "video": video, **more,
    }  # fmt: skip


def watched(made: Clip, at: datetime) -> dict[str, Any]:
    """A video seen to its end."""
    seconds = made.duration_seconds
    return _event("watch", made, at, watch={"seconds": seconds, "duration_seconds": seconds, "fraction": 1.0})


async def live(daemon: DaemonProcess) -> None:
    """Watch ninety videos over ten weeks, like some, name a topic, make a rule."""
    now = datetime.now(UTC)
    clips = [made for made in map(clip, range(100, 700)) if made.topic in LIKED][:WATCHED]
    events = [watched(made, now - timedelta(hours=18 * n + 2)) for n, made in enumerate(clips)]
    events += [_event("thumbs_up", made, now - timedelta(hours=18 * n + 1)) for n, made in enumerate(clips[::4])]
    known = [_event("impression", clip(n), now)["video"] for n in range(400, 700)]
    await daemon.post("/api/rank", {"surface": "home", "cards": known})
    await daemon.post("/api/videos/categories", {"name": "woodworking"})
    await daemon.post("/api/rules", {"action": "block", "match": {"phrase": "drama"}, "text": "no drama"})
    await daemon.post("/api/signals", {"events": events})


async def found_out(daemon: DaemonProcess, *, anew: bool = False) -> None:
    """Wait for interests, which the daemon finds by itself, or where it had found some before is asked for, and for a replay."""
    if anew:
        await _done(daemon, await daemon.post("/api/videos/personas/refresh", {}))
    async with asyncio.timeout(JOB_SECONDS):
        while not (await daemon.get("/api/videos/personas"))["personas"]:  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.2)
    await _done(daemon, await daemon.post("/api/evaluation", {}))


async def _done(daemon: DaemonProcess, job: dict[str, Any]) -> None:
    """Wait until a job has ended; it is another process's, so it is asked for."""
    async with asyncio.timeout(JOB_SECONDS):
        while (await daemon.get(f"/api/jobs/{job['job_id']}"))["state"] not in ("done", "failed"):  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.2)


async def open_dashboard(page: Page, daemon: DaemonProcess) -> None:
    """Open it as `ownfeed open` does, and wait until every part has come and every plot is drawn."""
    code = (await daemon.post("/api/pair/code", {}))["code"]
    await page.goto("about:blank")  # behind another # alone, no page is loaded
    await page.goto(f"{daemon.address}/#code={code}")
    await page.wait_for_selector("body[data-state=ready]")
    await expect(page.locator(".plot:not(:has(.main-svg))")).to_have_count(0)
