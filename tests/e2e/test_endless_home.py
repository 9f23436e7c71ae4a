"""Home scrolled far down: YouTube goes on loading, we go on ordering, and nobody complains."""

from __future__ import annotations

from itertools import pairwise

import pytest
from playwright.async_api import BrowserContext, expect

from tests.e2e.chromium import note_errors
from tests.e2e.conftest import YOUTUBE
from tests.e2e.grid import GRID, painted, to_the_end, video_ids
from tests.e2e.traffic import Traffic, order

pytestmark = pytest.mark.usefixtures("paired")
DEPTH, BATCH = 50, 24


async def test_fifty_batches_deep_it_still_loads_and_each_batch_stands_in_its_order(
    chromium: BrowserContext, traffic: Traffic, console: list[str]
) -> None:
    page = await chromium.new_page()
    note_errors(page, console)
    await page.goto(f"{YOUTUBE}/?plain&pages={DEPTH + 2}")
    for depth in range(2, DEPTH + 1):
        await to_the_end(page, BATCH * depth)
    await traffic.slate(DEPTH)
    await painted(page)
    shown = await video_ids(page)
    assert _in_order(shown, [order(slate) for slate in traffic.slates]) > 0.9
    assert len(shown) == len(set(shown)) >= BATCH * DEPTH * 0.8, "what you watched or refused may be hidden"
    await page.wait_for_selector(f"ownfeed-card[video-id='{shown[-1]}']", state="attached")
    await expect(page.locator(f"{GRID} > :last-child")).to_have_js_property(
        "localName", "ytd-continuation-item-renderer"
    )
    await to_the_end(page, BATCH * (DEPTH + 1))
    await page.close()


def _in_order(shown: list[str], slates: list[list[str]]) -> float:
    """Return the share of neighbours in the daemon's orders that stand so on the page.

    Not all do: the first of a batch may fill the row that is seen, and nothing moves that came before a scroll.
    """
    place = {video_id: n for n, video_id in enumerate(shown)}
    pairs = [pair for slate in slates for pair in pairwise([each for each in slate if each in place])]
    return sum(place[one] < place[other] for one, other in pairs) / len(pairs)
