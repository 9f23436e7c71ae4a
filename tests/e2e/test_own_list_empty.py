"""A list that has nothing to show leaves, wherever the person is by then, and does not come again by itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, Route

from tests.e2e.chromium import ask_worker
from tests.e2e.conftest import YOUTUBE
from tests.e2e.daemon_process import DaemonProcess
from tests.pages.catalogue import clip

pytestmark = pytest.mark.usefixtures("paired")
LISTS = """window.lists = 0;
customElements.define('ownfeed-shelf', class extends HTMLElement { connectedCallback() { window.lists += 1; } });"""
# A card outside of the grid, which still holds nothing: every change of the page is a reason to look again.
CARD = f"""() => {{
  const card = document.createElement('yt-lockup-view-model'), title = document.createElement('h3'), link = document.createElement('a');
  link.href = '/watch?v={clip(3).video_id}';
  title.title = link.textContent = 'A card';
  title.append(link);
  card.append(title);
  document.querySelector('ytd-browse[page-subtype=home]').append(card);
}}"""


@pytest_asyncio.fixture(loop_scope="session")
async def shelf(chromium: BrowserContext, paired: DaemonProcess) -> AsyncIterator[None]:
    """A shelf on home as the person's choice; afterwards it is as at first."""
    await ask_worker(chromium, "change-settings", {"mode": {"home": "shelf"}})
    yield
    await ask_worker(chromium, "change-settings", {"mode": {"home": "rerank"}})


async def test_where_neither_youtube_nor_we_have_anything_the_list_comes_once_and_goes(page: Page) -> None:
    await page.add_init_script(LISTS)
    await page.goto(f"{YOUTUBE}/?first=0")
    await page.wait_for_function("() => window.lists === 1")
    await page.wait_for_selector("ownfeed-shelf", state="detached")
    await page.evaluate(CARD)
    await page.wait_for_selector("ownfeed-card", state="attached")
    assert await page.evaluate("() => window.lists") == 1
    assert await page.locator("ytd-feed-nudge-renderer").is_visible()


@pytest.mark.usefixtures("shelf")
async def test_a_shelf_with_nothing_on_it_leaves_though_a_video_was_opened_meanwhile(page: Page) -> None:
    is_covered = asyncio.Event()

    async def fail(route: Route) -> None:
        await is_covered.wait()
        await route.abort()

    await page.context.route("**/api/videos?*", fail)
    await page.goto(f"{YOUTUBE}/?plain&held")
    await page.wait_for_selector("ownfeed-shelf", state="attached")
    await page.evaluate("() => paint()")
    await page.click("ytd-rich-item-renderer h3 a")
    await page.wait_for_selector("ytd-watch-metadata ownfeed-card", state="attached")
    assert await page.locator("ownfeed-shelf").count() == 1
    is_covered.set()
    await page.wait_for_selector("ownfeed-shelf", state="detached")
    await page.context.unroute("**/api/videos?*", fail)
