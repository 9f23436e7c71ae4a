"""Search and subscriptions stand in the person's order where that was chosen, and are nobody's question where it was not."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page

from tests.e2e.answers import learned, opened
from tests.e2e.chromium import ask_worker
from tests.e2e.conftest import YOUTUBE
from tests.e2e.grid import RESULTS, SUBSCRIPTIONS, moves, others, standing, until_arranged
from tests.e2e.traffic import Traffic, ranked

pytestmark = pytest.mark.usefixtures("paired")
LISTS = [
    ("search", "/results?search_query=rust", RESULTS),
    ("subscriptions", "/feed/subscriptions?plain", SUBSCRIPTIONS),
]


@pytest_asyncio.fixture(loop_scope="session")
async def chosen(chromium: BrowserContext) -> AsyncIterator[None]:
    """Both are ordered during the test."""
    await ask_worker(chromium, "change-settings", {"mode": {"search": "rerank", "subscriptions": "rerank"}})
    yield
    await ask_worker(chromium, "change-settings", {"mode": {"search": "decorate", "subscriptions": "decorate"}})


@pytest.mark.usefixtures("chosen")
@pytest.mark.parametrize(("surface", "path", "where"), LISTS)
async def test_the_list_stands_in_the_daemons_order_when_it_is_first_painted(
    page: Page, chromium: BrowserContext, traffic: Traffic, surface: str, path: str, where: str
) -> None:
    wanted = ranked(await opened(page, chromium, traffic, f"{YOUTUBE}{path}&held"))
    await page.evaluate("() => paint()")
    await until_arranged(page, wanted, where)
    seen = await standing(page, where)
    assert [child.video_id for child in seen if child.video_id] == wanted
    assert len(wanted) >= 5
    assert all(here == there for here, there in others(seen))
    assert traffic.asked[-1]["surface"] == surface
    assert await moves(page) == []


@pytest.mark.usefixtures("chosen")
async def test_what_a_search_loads_later_stands_in_its_order_below_what_is_there(
    page: Page, chromium: BrowserContext, traffic: Traffic
) -> None:
    wanted = ranked(await opened(page, chromium, traffic, f"{YOUTUBE}/results?search_query=rust&deep&held"))
    await page.evaluate("() => paint()")
    await until_arranged(page, wanted, RESULTS)
    for batch in (2, 3):
        await page.evaluate("() => { hold(); scrollTo(0, document.documentElement.scrollHeight); }")
        later = ranked(await learned(page, traffic, batch))
        await page.evaluate("() => paint()")
        wanted += later
        await until_arranged(page, wanted, RESULTS)
        assert len(later) == 12
    assert traffic.asked[-1]["surface"] == "search"
    seen = await standing(page, RESULTS)
    assert [child.video_id for child in seen] == wanted
    assert [child.place for child in seen] != sorted(child.place for child in seen)


@pytest.mark.parametrize(("surface", "path", "where"), LISTS)
async def test_nothing_is_asked_where_the_order_is_left_to_youtube(
    page: Page, traffic: Traffic, surface: str, path: str, where: str
) -> None:
    await page.goto(f"{YOUTUBE}{path}")
    await page.wait_for_selector("ownfeed-card", state="attached")
    places = [child.place for child in await standing(page, where)]
    assert places == sorted(places)
    assert surface not in [asked["surface"] for asked in traffic.asked]
