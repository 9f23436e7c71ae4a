"""A page without a daemon: exactly as YouTube made it."""

from __future__ import annotations

from playwright.async_api import Page

from tests.e2e.conftest import YOUTUBE
from tests.e2e.grid import as_youtube_made_it, standing


async def test_without_pairing_the_page_stays_as_youtube_made_it(page: Page) -> None:
    await page.goto(YOUTUBE)
    await page.wait_for_selector("ytd-continuation-item-renderer")
    assert len(await standing(page)) > 20
    assert await as_youtube_made_it(page)
