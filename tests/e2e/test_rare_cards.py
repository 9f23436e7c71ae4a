"""The rarer kinds of cards in every generation: videos for members and of several channels, films, and what was dismissed."""

from __future__ import annotations

from typing import Final

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import YOUTUBE
from tests.e2e.grid import opened_in_order, standing, video_ids
from tests.e2e.own_pages import POPUP, open_own
from tests.e2e.traffic import Traffic, order
from tests.pages.catalogue import clip
from tests.pages.page_data import COLLABORATION_AT, MEMBERS_AT, MOVIE_AT, SHORT_AT

pytestmark = pytest.mark.usefixtures("paired")
GENERATIONS: Final = ["wiz", "dash", "camel", "old"]
MEMBERS, COLLABORATION, MOVIE, SHORT = (clip(at) for at in (MEMBERS_AT, COLLABORATION_AT, MOVIE_AT, SHORT_AT))


def thumbs_of(video_id: str) -> str:
    return f"ytd-browse ownfeed-card[video-id='{video_id}']"


@pytest.mark.parametrize("cards", GENERATIONS)
async def test_videos_for_members_and_of_several_channels_are_ranked_and_films_are_not(
    page: Page, traffic: Traffic, cards: str
) -> None:
    wanted = await opened_in_order(page, traffic, f"{YOUTUBE}/?rare&cards={cards}")
    assert {MEMBERS.video_id, COLLABORATION.video_id} <= set(wanted)
    await page.wait_for_selector(thumbs_of(COLLABORATION.video_id), state="attached")
    # Half a second later the cards that no data announced are asked about: the film is not among them.
    await traffic.event(lambda e: e["type"] == "impression" and traffic.is_of_now(e))
    asked = [card["video_id"] for question in traffic.asked for card in question["cards"]]
    assert MOVIE.video_id not in asked
    film = next((place, child) for place, child in enumerate(await standing(page)) if child.video_id == MOVIE.video_id)
    assert film[0] == film[1].place, "it stands where YouTube put it"
    assert await page.locator(thumbs_of(MOVIE.video_id)).count() == 0


async def test_a_video_of_several_channels_is_its_uploaders(page: Page, traffic: Traffic) -> None:
    await opened_in_order(page, traffic, f"{YOUTUBE}/?rare")
    card = next(card for card in traffic.asked[-1]["cards"] if card["video_id"] == COLLABORATION.video_id)
    assert (card["channel_name"], card["channel_id"]) == (COLLABORATION.channel_name, COLLABORATION.channel_id)
    members = next(card for card in traffic.asked[-1]["cards"] if card["video_id"] == MEMBERS.video_id)
    assert members["channel_name"] == MEMBERS.channel_name
    assert "view_count" not in members


@pytest.mark.parametrize("cards", GENERATIONS)
async def test_without_its_data_a_video_of_several_channels_is_nobodys(
    page: Page, traffic: Traffic, cards: str
) -> None:
    await page.goto(f"{YOUTUBE}/?rare&opaque&cards={cards}")
    slate = await traffic.slate()
    assert slate["items"]
    card = next(card for card in traffic.asked[0]["cards"] if card["video_id"] == COLLABORATION.video_id)
    assert card["title"] == COLLABORATION.title
    assert "channel_name" not in card


@pytest.mark.parametrize("knobs", ["", *(f"&opaque&cards={cards}" for cards in GENERATIONS)])
async def test_a_short_is_known_for_one_and_what_has_a_length_is_not_live(
    page: Page, traffic: Traffic, knobs: str
) -> None:
    await page.goto(f"{YOUTUBE}/?rare{knobs}")
    assert SHORT.video_id in order(await traffic.slate())
    read = {card["video_id"]: card for card in traffic.asked[0]["cards"]}
    assert [video_id for video_id, card in read.items() if card.get("is_short")] == [SHORT.video_id]
    assert "is_live" not in read[SHORT.video_id]
    assert read[MEMBERS.video_id]["is_live"] is False
    await page.wait_for_selector(thumbs_of(SHORT.video_id), state="attached")


@pytest.mark.parametrize("cards", GENERATIONS)
async def test_a_dismissed_card_is_no_card_until_it_comes_back(page: Page, traffic: Traffic, cards: str) -> None:
    shown = await opened_and_drawn(page, traffic, cards)
    gone = shown[1]
    cell = page.locator(f"ytd-rich-item-renderer:has(a[href='/watch?v={gone}'])")
    place = await cell.evaluate("cell => [...cell.parentElement.children].indexOf(cell)")
    await cell.locator("[data-symbol=NOT_INTERESTED]").dispatch_event("click")
    notice = page.locator(f"ytd-browse #contents > :nth-child({place + 1}) .undo")
    await expect(notice).to_be_visible()
    assert await page.locator(thumbs_of(gone)).is_hidden()
    assert [each for each in await seen(page) if each != gone] == [each for each in shown if each != gone]
    await notice.click()
    await page.wait_for_selector(thumbs_of(gone))
    assert await seen(page) == shown


async def opened_and_drawn(page: Page, traffic: Traffic, cards: str, knob: str = "plain") -> list[str]:
    """Open home; the videos as they stand, once they have their thumbs."""
    await opened_in_order(page, traffic, f"{YOUTUBE}/?{knob}&first=9&pages=0&cards={cards}")
    shown = await video_ids(page)
    for video_id in shown[:3]:
        await page.wait_for_selector(thumbs_of(video_id), state="attached")
    return shown


async def seen(page: Page) -> list[str]:
    """The videos in the order in which they are read on the screen, first page only."""
    return (await video_ids(page))[:9]


@pytest.mark.parametrize("cards", GENERATIONS)
async def test_neither_counts_as_not_recognised(page: Page, traffic: Traffic, cards: str) -> None:
    shown = [each for each in await opened_and_drawn(page, traffic, cards, "rare") if each != SHORT.video_id]
    cell = page.locator(f"ytd-rich-item-renderer:has(a[href='/watch?v={shown[0]}'])")
    await cell.locator("[data-symbol=NOT_INTERESTED]").dispatch_event("click")
    await page.wait_for_selector("ytd-browse .undo")
    await page.dispatch_event(f"ytd-browse h3 a[href='/watch?v={shown[-1]}']", "click")
    await page.wait_for_selector("ytd-watch-metadata ownfeed-card", state="attached")
    own = await page.context.new_page()
    await open_own(own, POPUP)
    await own.evaluate("() => chrome.storage.session.set({unread: {home: 1}})")  # the next look at home says what holds
    await expect(own.locator(".of-standing")).to_contain_text("Cards not recognised: 1")
    await page.go_back()
    await expect(own.locator(".of-standing")).to_be_hidden()
    await own.close()
