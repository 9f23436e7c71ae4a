"""Home scrolled far down: YouTube goes on loading, we go on ordering, and nobody complains."""

from __future__ import annotations

import pytest
from playwright.async_api import BrowserContext, expect

from tests.e2e.chromium import note_errors
from tests.e2e.conftest import YOUTUBE
from tests.e2e.grid import GRID, opened_in_order, to_the_end, until_places, video_ids
from tests.e2e.traffic import Traffic, order
from tests.pages.catalogue import by_id

pytestmark = pytest.mark.usefixtures("paired")
DEPTH, BATCH = 50, 24


async def test_fifty_batches_deep_it_still_loads_and_each_batch_stands_in_its_order(
    chromium: BrowserContext, traffic: Traffic, console: list[str]
) -> None:
    page = await chromium.new_page()
    note_errors(page, console)
    wanted = await opened_in_order(page, traffic, f"{YOUTUBE}/?plain&pages={DEPTH + 2}")
    for depth in range(2, DEPTH + 1):
        await page.evaluate("() => hold()")
        await to_the_end(page, BATCH * depth)
        batch = order(await traffic.slate(depth))
        await until_places(page, [by_id(video_id).number for video_id in batch])
        await page.evaluate("() => paint()")
        wanted += batch
    shown = await video_ids(page)
    assert [video_id for video_id in shown if video_id in set(wanted)] == wanted, "and below the one before"
    assert len(shown) == len(set(shown)) >= BATCH * DEPTH * 0.8, "what you watched or refused may be hidden"
    await page.wait_for_selector(f"ownfeed-card[video-id='{shown[-1]}']", state="attached")
    await expect(page.locator(f"{GRID} > :last-child")).to_have_js_property(
        "localName", "ytd-continuation-item-renderer"
    )
    await to_the_end(page, BATCH * (DEPTH + 1))
    await page.close()
