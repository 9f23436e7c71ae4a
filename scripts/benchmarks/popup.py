"""The popup until the last feed can be seen (≤ 150 ms), and until the newest one is there, with the worker awake and stopped."""

from __future__ import annotations

import asyncio
from typing import Final

import numpy as np
from playwright.async_api import Page

from scripts.benchmarks.served import paired_page, served
from tests.e2e.own_pages import POPUP, open_own, stop_worker
from tests.e2e.planted import cards

OPENINGS: Final = 25
EMPTY: Final = POPUP.replace("popup/popup.html", "content.js")
TIMES: Final = """() => {
    const note = () => {
        if (!window.seen && document.querySelector('.of-video')) requestAnimationFrame(() => { window.seen ??= performance.now(); });
        if (!window.ranked && document.body?.dataset.state === 'needs_ratings') window.ranked = performance.now();
    };
    new MutationObserver(note).observe(document, {subtree: true, childList: true, attributes: true});
}"""


def measure() -> dict[str, float]:
    """Return milliseconds since the page was asked for."""
    return asyncio.run(_measure())


async def _measure() -> dict[str, float]:
    async with served() as where, paired_page(where) as page:
        await where.daemon.post("/api/rank", {"surface": "home", "cards": cards()})
        await page.add_init_script(f"({TIMES})()")
        await open_own(page, POPUP, "needs_ratings")
        return await _figures(page)


async def _figures(page: Page) -> dict[str, float]:
    empty = [await _first_frame(page) for _ in range(OPENINGS)]
    figures = {"first frame of an empty page of ours, p50 ms": float(np.median(empty))}
    for worker in ("awake", "stopped"):
        seen, ranked = np.array([await _opened(page, is_stopped=worker == "stopped") for _ in range(OPENINGS)]).T
        figures |= {
            f"last feed seen, worker {worker}, p50 ms": float(np.median(seen)),
            f"last feed seen, worker {worker}, p95 ms": float(np.percentile(seen, 95)),
            f"last feed seen, worker {worker}, times an empty page": float(np.median(seen) / np.median(empty)),
            f"newest feed there, worker {worker}, p50 ms": float(np.median(ranked)),
        }
    return figures


async def _first_frame(page: Page) -> float:
    """What this machine and its browser take for any page at this moment."""
    await page.goto("about:blank")
    await page.goto(EMPTY)
    frame = "() => new Promise(done => requestAnimationFrame(() => done(performance.now())))"
    return float(await page.evaluate(frame))


async def _opened(page: Page, *, is_stopped: bool) -> tuple[float, float]:
    await page.goto("about:blank")
    if is_stopped:
        await stop_worker(page)
    await open_own(page, POPUP, "needs_ratings")
    await page.wait_for_function("() => window.seen && window.ranked")
    await page.wait_for_load_state("networkidle")  # a person opens it in a browser at rest
    seen, ranked = await page.evaluate("[window.seen, window.ranked]")
    return float(seen), float(ranked)
