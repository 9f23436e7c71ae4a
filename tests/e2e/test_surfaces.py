"""Every surface in every generation of cards and both directions: what is there is read, what is no single video is left alone."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import YOUTUBE
from tests.e2e.own_pages import POPUP, open_own
from tests.e2e.traffic import Traffic
from tests.pages.catalogue import clip

pytestmark = pytest.mark.usefixtures("paired")
CHANNEL = clip(0)
SURFACES = {
    "home": "/?",
    "subscriptions": "/feed/subscriptions?",
    "history": "/feed/history?",
    "channel": f"{CHANNEL.handle}/videos?",
    "search": "/results?search_query=rust&",
    "watch_next": f"/watch?v={clip(60).video_id}&",
}
PAGE = "ytd-page-manager > :not([hidden])"
# The replica's own account: cards of one video, by their links, outside of ads.
THERE = f"""() => [...new Set([...document.querySelectorAll('{PAGE} :is(yt-lockup-view-model, ytd-rich-grid-media, ytd-video-renderer)')]
  .filter(card => !card.closest('ytd-ad-slot-renderer')).map(card => card.querySelector('a[href]')?.getAttribute('href') ?? '')
  .filter(href => /^.watch.v=.{{11}}$/.test(href)).map(href => href.slice(-11)))].sort()"""
DRAWN = f"() => [...document.querySelectorAll('{PAGE} :not(ytd-watch-metadata *) > ownfeed-card, {PAGE} #related ownfeed-card')]"
IN_ADS = "document.querySelectorAll('ytd-ad-slot-renderer ownfeed-card').length"


@pytest.mark.parametrize("direction", ["", "&rtl"], ids=["ltr", "rtl"])
@pytest.mark.parametrize("cards", ["wiz", "dash", "camel", "old", "mixed"])
@pytest.mark.parametrize("surface", SURFACES)
async def test_cards_recognised_are_the_cards_there(
    page: Page, traffic: Traffic, surface: str, cards: str, direction: str
) -> None:
    await page.goto(f"{YOUTUBE}{SURFACES[surface]}cards={cards}{direction}")
    await page.wait_for_function(
        f"""() => {{
          const there = ({THERE})();
          const drawn = new Set(({DRAWN})().map(each => each.getAttribute('video-id')));
          return there.length > 4 && there.every(id => drawn.has(id)) && drawn.size === there.length;
        }}"""
    )
    assert await page.evaluate(IN_ADS) == 0
    first = await traffic.event(
        lambda e: e["type"] == "impression" and traffic.is_of_now(e) and e["surface"] == surface
    )
    there = await page.evaluate(THERE)
    assert first["video_id"] in there


async def test_a_channels_page_lends_its_cards_its_name(page: Page, traffic: Traffic) -> None:
    await page.goto(f"{YOUTUBE}{CHANNEL.handle}/videos")
    seen = await traffic.event(lambda e: e["type"] == "impression" and e["surface"] == "channel")
    video = seen["video"]
    assert (video["channel_name"], video["channel_id"]) == (CHANNEL.channel_name, CHANNEL.channel_id)
    assert video["view_count"] > 0


async def test_nothing_of_it_counts_as_not_recognised(page: Page) -> None:
    own = await page.context.new_page()
    await open_own(own, POPUP)
    # As if each surface had had a card that nobody knew: the next look at it says what holds.
    await own.evaluate("unread => chrome.storage.session.set({unread})", dict.fromkeys(SURFACES, 1))
    await expect(own.locator(".of-standing")).to_contain_text(f"Cards not recognised: {len(SURFACES)}")
    for left, address in zip(reversed(range(len(SURFACES))), SURFACES.values(), strict=True):
        await page.goto(f"{YOUTUBE}{address}cards=mixed")
        told = f"Cards not recognised: {left}" if left else ""
        await expect(own.locator(".of-standing")).to_contain_text(told)
    await expect(own.locator(".of-standing")).to_be_hidden()
    await own.close()
