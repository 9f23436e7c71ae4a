"""A thumb on a card until the daemon has answered that it is stored, beside the request that carries it alone."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime
from typing import Final

import numpy as np
from playwright.async_api import Page, Response

from scripts.benchmarks.served import paired_page, served
from tests.e2e.chromium import ClosedRoots
from tests.e2e.grid import GRID, video_ids
from tests.e2e.traffic import listening
from tests.pages.server import HOSTS

THUMBS: Final = 20
HOME: Final = f"https://{HOSTS[0]}/?plain"


def measure() -> dict[str, float]:
    """Return milliseconds from the press on."""
    return asyncio.run(_measure())


async def _measure() -> dict[str, float]:
    async with served() as where, paired_page(where) as page:
        told: list[Response] = []
        page.context.on("response", lambda reply: told.append(reply) if reply.url.endswith("/api/signals") else None)
        await page.goto(HOME)
        await page.wait_for_selector(f"{GRID} ownfeed-card", state="attached")
        for video_id in (await video_ids(page))[:THUMBS]:
            await _rate(page, video_id)
        whole, alone = np.array([each for reply in told if (each := await _times(reply))]).T
    return {
        "pressed until stored, p50 ms": float(np.median(whole)),
        "pressed until stored, slowest ms": float(whole.max()),
        "the request alone, p50 ms": float(np.median(alone)),
        "times the request": float(np.median(whole) / np.median(alone)),
    }


async def _rate(page: Page, video_id: str) -> None:
    async with listening(page.context) as traffic:
        await (await ClosedRoots.of(page)).press(video_id, "up")
        await traffic.event(lambda told: told["type"] == "thumbs_up" and told["video_id"] == video_id)


async def _times(reply: Response) -> tuple[float, float] | None:
    """From the press to the reply, and from the request to the reply; None where no thumb was told."""
    events = json.loads(reply.request.post_data or "{}")["events"]
    thumbs = [event for event in events if event["type"] == "thumbs_up"]
    if not thumbs:
        return None
    await reply.finished()
    timing = reply.request.timing
    ended = timing["startTime"] + timing["responseEnd"]
    return ended - datetime.fromisoformat(thumbs[0]["occurred_at"]).timestamp() * 1000, timing["responseEnd"]
