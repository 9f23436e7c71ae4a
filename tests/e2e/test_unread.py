"""Cards that nobody could read: counted by the page, told by the popup and by diagnostics, and by nothing where all is read."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import YOUTUBE
from tests.e2e.own_pages import OPTIONS, POPUP, ask, open_own

pytestmark = pytest.mark.usefixtures("paired")
STRANGE = "new Set([...document.querySelectorAll('yt-tile-view-model a')].map(link => link.href)).size"


async def test_cards_of_a_kind_that_nobody_knows_are_counted_and_told_of(page: Page) -> None:
    own = await page.context.new_page()
    await open_own(own, POPUP)
    await expect(own.locator(".of-connection")).not_to_be_empty()  # how things stand has been drawn
    await expect(own.locator(".of-standing")).to_be_hidden()
    assert (await ask(own, "status", {}))["unread"] == {}
    await page.goto(f"{YOUTUBE}/?strange")
    await page.wait_for_selector("yt-tile-view-model")
    count = int(await page.evaluate(STRANGE))
    assert count > 3
    line = f"Cards not recognised: {count}. YouTube may have changed its page."
    await expect(own.locator(".of-standing")).to_have_text(line)
    await own.goto(f"{OPTIONS}#diagnostics")
    report = re.compile(rf'cards not recognised {{"home":{count}}}')
    await expect(own.locator("#diagnostics textarea")).to_have_value(report)
    # Everything that is no single video stands here too: an ad, Shorts, mixes, posts.
    await own.goto(POPUP)
    await expect(own.locator(".of-standing")).to_have_text(line)
    await page.goto(f"{YOUTUBE}/?cards=mixed")
    await expect(own.locator(".of-standing")).to_be_hidden()
    assert (await ask(own, "status", {}))["unread"] == {}
    await own.close()
