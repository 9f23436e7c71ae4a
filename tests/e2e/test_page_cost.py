"""What the extension may cost YouTube's page: nothing shifts, and nothing is kept of pages that were left. Times are in `scripts/bench page`."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import BrowserContext, Page

from tests.e2e.chromium import PATIENCE_SECONDS
from tests.e2e.conftest import YOUTUBE
from tests.e2e.costs import SHIFTS, WALK, Kept, kept, shifted
from tests.e2e.grid import moves, painted, until_places, video_ids
from tests.e2e.traffic import Traffic, held, order
from tests.pages.catalogue import by_id

pytestmark = pytest.mark.usefixtures("paired")
MOST_SHIFTED = 0.01
PAGES_LEFT = 160  # after forty to warm up
# All cards of home have their buttons, and no page that was left has any.
DRAWN = """() => !document.querySelector('ytd-page-manager > [hidden] ownfeed-card')
  && [...document.querySelectorAll('ytd-browse:not([hidden]) yt-lockup-view-model')].every(card => card.querySelector('ownfeed-card'))"""


@pytest.mark.parametrize("knobs", ["plain", "cards=mixed&stagger=10"])
async def test_home_shifts_by_less_than_a_hundredth_however_its_cards_come(
    page: Page, traffic: Traffic, knobs: str
) -> None:
    await page.add_init_script(SHIFTS)
    await page.goto(f"{YOUTUBE}/?{knobs}")
    await traffic.slate()
    await page.wait_for_selector("ytd-rich-item-renderer[style*=order]", state="attached")
    await page.wait_for_selector("ownfeed-card", state="attached")
    await painted(page)
    assert await shifted(page) <= MOST_SHIFTED


async def test_where_the_order_comes_while_all_that_is_seen_is_empty_no_card_moves_and_nothing_shifts(
    page: Page, chromium: BrowserContext, traffic: Traffic
) -> None:
    await page.add_init_script(SHIFTS)
    async with held(chromium) as release:
        await page.goto(f"{YOUTUBE}/?plain&skeleton&held")
        await page.wait_for_selector("ytd-continuation-item-renderer", state="attached")
        await painted(page)
        release.set()
        wanted = order(await traffic.slate())
    await until_places(page, [by_id(video_id).number for video_id in wanted])
    await painted(page)
    await page.evaluate("() => paint()")
    await page.wait_for_selector("ownfeed-card", state="attached")
    await painted(page)
    assert await video_ids(page) == wanted
    assert await moves(page) == []
    assert await shifted(page) <= MOST_SHIFTED


async def test_of_two_hundred_pages_that_were_left_no_element_and_no_listener_remains(page: Page) -> None:
    session = await page.context.new_cdp_session(page)
    await page.goto(f"{YOUTUBE}/?plain")
    await page.evaluate(WALK, 40)
    await page.wait_for_function(DRAWN)
    early = await kept(session)
    await page.evaluate(WALK, PAGES_LEFT)
    await page.wait_for_function(DRAWN)
    async with asyncio.timeout(PATIENCE_SECONDS):  # what pages that were left had asked is still being answered
        while not _is_much_the_same(await kept(session), early):
            await painted(page)


def _is_much_the_same(late: Kept, early: Kept) -> bool:
    """Whether less than one of anything remains of each page: what the page that is shown waits for differs a little."""
    return max(late.nodes - early.nodes, late.listeners - early.listeners) < PAGES_LEFT
