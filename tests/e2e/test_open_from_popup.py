"""A video chosen in the popup opens in the tab of YouTube that is in front, as one of YouTube's own links would."""

from __future__ import annotations

import pytest
from playwright.async_api import BrowserContext, Page

from tests.e2e.conftest import YOUTUBE
from tests.e2e.own_pages import OPTIONS
from tests.pages.catalogue import clip

ORDER = """async videoId => {  // what popup/open-video.js does; a test's popup is a tab itself, and would be the one in front
  const [tab] = await chrome.tabs.query({url: 'https://www.youtube.com/*'});
  await chrome.tabs.sendMessage(tab.id, {ownfeed: {open: videoId}}, {frameId: 0});
}"""


async def chosen(context: BrowserContext, video_id: str) -> None:
    """Choose a video on a page of ours."""
    own = await context.new_page()
    await own.goto(OPTIONS)
    await own.evaluate(ORDER, video_id)
    await own.close()


@pytest.mark.parametrize("knows_its_event", [True, False])
async def test_it_opens_without_loading_the_page_anew_where_youtube_lets_it(page: Page, knows_its_event: bool) -> None:
    await page.goto(f"{YOUTUBE}/watch?v={clip(3).video_id}")
    await page.wait_for_selector("ytd-watch-metadata")
    await page.evaluate("window.isSamePage = true")
    if not knows_its_event:
        await page.evaluate("document.querySelector('ytd-app').remove()")
    await chosen(page.context, clip(12).video_id)
    await page.wait_for_url(f"{YOUTUBE}/watch?v={clip(12).video_id}")
    assert await page.evaluate("window.isSamePage === true") == knows_its_event
