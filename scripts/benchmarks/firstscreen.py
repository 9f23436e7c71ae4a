"""Home until its first screen stands in the daemon's order: the daemon at 30 ms, the worker cold, YouTube's cards painted early and late."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from playwright.async_api import Page

from scripts.benchmarks.served import paired_page, served
from tests.e2e.grid import GRID, MOVES, moves, painted
from tests.e2e.own_pages import stop_worker
from tests.pages.server import HOSTS

LOADS: Final = 25
DELAYS_MS: Final = (0, 100, 300, 800)
HOME: Final = f"https://{HOSTS[0]}/"
# The first frame that holds a card in sight, whether the cards then stood in an order that is not YouTube's, and when one was written.
FIRST: Final = """grid => {
    const cells = () => [...document.querySelectorAll(`${grid} > ytd-rich-item-renderer:has(a[href*="/watch"])`)];
    const look = () => {
        const inSight = cells().filter(cell => cell.getBoundingClientRect().top < innerHeight);
        if (!inSight.length) return requestAnimationFrame(look);
        window.first = {cards: performance.now(), applied: inSight.every(cell => cell.style.order)};
    };
    const seen = new MutationObserver(() => {
        if (!document.querySelector(`${grid} > [style*=order]`)) return;
        seen.disconnect();
        window.ordered = performance.now();
    });
    seen.observe(document, {subtree: true, attributes: true, attributeFilter: ['style']});
    requestAnimationFrame(look);
}"""
FOUND: Final = """() => {
    const {responseEnd} = performance.getEntriesByType('navigation')[0];
    return {cards: first.cards - responseEnd, applied: first.applied, ordered: ordered - responseEnd};
}"""


@dataclass(frozen=True)
class Load:
    """One opening of the home page; times in milliseconds since the end of its HTML."""

    cards: float
    """The first frame with cards."""
    ordered: float
    """The order was written."""
    applied: bool
    """In the first frame with cards they stood in it."""
    moved: int
    """Cards that moved after they had been painted."""


def measure() -> dict[str, float]:
    """Return, for each delay, which share of the loads was in order when first painted, how many cards moved, and both times."""
    return asyncio.run(_measure())


async def _measure() -> dict[str, float]:
    async with served(["scripts.benchmarks.paced"]) as where, paired_page(where) as page:
        await page.add_init_script(f"({FIRST})({GRID!r})")
        await page.add_init_script(f"({MOVES})()")
        await _load(page, DELAYS_MS[-1])  # the first reads everything from the disk
        return await _figures(page)


async def _figures(page: Page) -> dict[str, float]:
    """The delays in turn, so that what else the machine does falls upon all alike."""
    rounds = [[await _load(page, delay) for delay in DELAYS_MS] for _ in range(LOADS)]
    figures: dict[str, float] = {}
    for delay, loads in zip(DELAYS_MS, zip(*rounds, strict=True), strict=True):
        ordered = [load.ordered for load in loads]
        figures |= {
            f"cards {delay} ms late: applied before, %": 100 * float(np.mean([load.applied for load in loads])),
            f"cards {delay} ms late: moved after": float(sum(load.moved for load in loads)),
            f"cards {delay} ms late: painted, p50 ms": float(np.median([load.cards for load in loads])),
            f"cards {delay} ms late: ordered, p50 ms": float(np.median(ordered)),
            f"cards {delay} ms late: ordered, p95 ms": float(np.percentile(ordered, 95)),
        }
    return figures


async def _load(page: Page, delay: int) -> Load:
    await page.goto("about:blank")
    await stop_worker(page)
    await page.goto(f"{HOME}?skeleton&paint_delay={delay}")
    await page.wait_for_function("() => window.first && window.ordered")
    await painted(page)
    found: dict[str, Any] = await page.evaluate(FOUND)
    return Load(moved=len(await moves(page)), **found)
