"""A channel's page lends its name to its own cards, those it loads later too, and to nobody else's."""

from __future__ import annotations

import pytest
from playwright.async_api import Page

from tests.e2e.conftest import YOUTUBE
from tests.e2e.traffic import Json, Traffic
from tests.pages.catalogue import by_id, clip
from tests.pages.page_data import FEED, uploads

pytestmark = pytest.mark.usefixtures("paired")
CHANNEL = clip(0)
HOME, CHANNELS, WATCH = "ytd-browse[page-subtype=home]", "ytd-browse[page-subtype=channels]", "ytd-watch-flexy"


async def shown(page: Page, element: str) -> None:
    """Wait until this page of the replica's is the one shown, cards and all."""
    await page.wait_for_selector(f"{element}:not([hidden]) yt-lockup-view-model ownfeed-card", state="attached")


async def there_and_back(page: Page, element: str, link: str, other: str) -> None:
    """Follow a link of the shown page to another, come back, and scroll on until the first has loaded more."""
    await shown(page, element)
    await page.click(link)
    await shown(page, other)
    await page.go_back()
    await shown(page, element)
    await page.wait_for_selector(f"{element} ytd-continuation-item-renderer", state="attached")
    await page.evaluate("() => scrollTo(0, document.documentElement.scrollHeight)")
    cells = f"{element} #contents > ytd-rich-item-renderer"
    await page.wait_for_function("([cells, few]) => document.querySelectorAll(cells).length > few", arg=[cells, FEED])


def is_named_rightly(card: Json) -> bool:
    """Whether a card was told of under its own channel's name, id and handle."""
    made = by_id(card["video_id"])
    told = (card["channel_name"], card["channel_id"], "/" + card["channel_handle"])
    return told == (made.channel_name, made.channel_id, made.handle)


async def test_after_a_channel_was_looked_at_homes_cards_keep_their_own_names(page: Page, traffic: Traffic) -> None:
    await page.goto(f"{YOUTUBE}/?plain")
    await there_and_back(page, HOME, f"a[href='{CHANNEL.handle}']", CHANNELS)
    await traffic.slate(2)
    assert len(traffic.asked[1]["cards"]) == FEED
    assert all(map(is_named_rightly, traffic.asked[1]["cards"]))


async def test_back_from_a_video_the_channel_still_lends_its_name_to_what_it_loads(
    page: Page, traffic: Traffic
) -> None:
    await page.goto(f"{YOUTUBE}{CHANNEL.handle}/videos")
    await there_and_back(page, CHANNELS, f"{CHANNELS} h3 a", WATCH)
    later = {made.video_id for made in uploads(CHANNEL.handle)[FEED:]}
    seen = await traffic.event(lambda e: e["type"] == "impression" and e["video_id"] in later)
    assert is_named_rightly(seen["video"])
    assert seen["video"]["view_count"] == by_id(seen["video_id"]).view_count
