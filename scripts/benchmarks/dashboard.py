"""The dashboard of somebody with 20,000 watched videos: until something is seen, until every card and plot is there, and the map itself.

The first opening loads everything, plotly's 5 MB too; later ones find it in the browser's cache, as a person's do. The jobs that a first
start begins (interests, weights, a replay) have ended before. Pictures of videos come from the replica, at once.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from pathlib import Path
from typing import Final

import numpy as np
from playwright.async_api import Page

from tests.e2e.chromium import browser
from tests.pages.server import Replica

from .filled import Served, filled_directory, running
from .http import Client, milliseconds, wait_for_rest

VIDEOS, WATCHES = 40_000, 20_000
OPENINGS: Final = 15
MAPS: Final = 20
MAP: Final = "/api/videos/personas/map"
TIMES: Final = """() => {
    const isThere = () => document.body?.dataset.state === 'ready' && !document.querySelector('[aria-busy=true], .plot:not(:has(.main-svg))');
    const note = () => {
        if (!window.drawn && isThere()) requestAnimationFrame(() => { window.drawn ??= performance.now(); });
    };
    new MutationObserver(note).observe(document, {subtree: true, childList: true, attributes: true});
}"""
SEEN: Final = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


def measure() -> dict[str, float]:
    """Return milliseconds since the page was asked for; of the map, since the question."""
    with filled_directory(VIDEOS, WATCHES) as (settings, ids), running(settings, ids) as served:
        client = Client(served.address, served.token, timeout_seconds=300)
        wait_for_rest(client)
        return {**_map(client), **asyncio.run(_openings(served, client)), "load of the machine": os.getloadavg()[0]}


def _map(client: Client) -> dict[str, float]:
    """The map is made at the first question, and kept until something changes."""
    first, _ = milliseconds(lambda: client.call("GET", MAP), 1)
    again, again_99 = milliseconds(lambda: client.call("GET", MAP), MAPS)
    return {"map made ms": first, "map again p50 ms": again, "map again p99 ms": again_99}


async def _openings(served: Served, client: Client) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="ownfeed-bench-") as folder:
        replica = Replica(Path(folder))
        await replica.start()
        try:
            async with browser(Path(folder) / "profile", replica, extensions=()) as context:
                page = await context.new_page()
                await page.add_init_script(f"({TIMES})()")
                code = client.call("POST", "/api/pair/code", {})["code"]
                first = await _opened(page, f"{served.address}/#code={code}")
                seen, drawn = np.array([await _opened(page, served.address) for _ in range(OPENINGS)]).T
        finally:
            await replica.stop()
    return {
        "first opening, seen ms": first[0], "first opening, all drawn ms": first[1],
        "seen p50 ms": float(np.median(seen)), "seen max ms": float(seen.max()),
        "all drawn p50 ms": float(np.median(drawn)), "all drawn max ms": float(drawn.max()),
    }  # fmt: skip


async def _opened(page: Page, address: str) -> tuple[float, float]:
    """Open it in the same tab, which keeps its token; return when something was seen, and when all was drawn."""
    await page.goto("about:blank")
    await page.goto(address)
    await page.wait_for_function(f"() => window.drawn && {SEEN}")
    seen, drawn = await page.evaluate(f"[{SEEN}, window.drawn]")
    return float(seen), float(drawn)
