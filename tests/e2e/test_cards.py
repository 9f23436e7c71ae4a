"""Cards are read as they are seen when YouTube's data is in no form we know: every generation, by its tags, links and labels."""

from __future__ import annotations

import pytest
from playwright.async_api import Page

from tests.e2e.conftest import YOUTUBE
from tests.e2e.grid import until_arranged
from tests.e2e.traffic import Json, Traffic, order
from tests.pages.catalogue import age_text, by_id, clip

pytestmark = pytest.mark.usefixtures("paired")


def near(read: int | None, shown: int) -> bool:
    """Whether a count read from `345K` is the count that was shortened so."""
    return read is not None and abs(read - shown) <= max(1, shown * 0.1)


@pytest.mark.parametrize("cards", ["wiz", "dash", "camel", "old", "mixed"])
async def test_each_generation_tells_title_channel_length_views_and_age(
    page: Page, traffic: Traffic, cards: str
) -> None:
    await page.goto(f"{YOUTUBE}/?opaque&plain&cards={cards}")
    await traffic.slate()
    read: list[Json] = traffic.asked[0]["cards"]
    assert len(read) == 24
    for card in read:
        made = by_id(card["video_id"])
        assert card["title"] == made.title
        assert card["channel_name"] == made.channel_name
        assert card["channel_handle"] == made.handle.removeprefix("/")
        assert card["duration_seconds"] == made.duration_seconds
        assert card["age_text"] == age_text(made.age_days)
        assert near(card["view_count"], made.view_count)


async def test_ads_mixes_playlists_and_posts_are_not_read_and_live_is_known(page: Page, traffic: Traffic) -> None:
    await page.goto(f"{YOUTUBE}/?opaque")
    await traffic.slate()
    read = {card["video_id"]: card for card in traffic.asked[0]["cards"]}
    left_out = {clip(number).video_id for number in (3, 6, 9, 13, 20)}
    assert not left_out & read.keys()
    live = read[clip(15).video_id]
    assert live["is_live"] is True
    assert "view_count" not in live
    assert "duration_seconds" not in live
    assert read[clip(5).video_id]["watched_fraction"] == 0.35


async def test_what_was_read_is_ordered_below_the_fold(page: Page, traffic: Traffic) -> None:
    await page.goto(f"{YOUTUBE}/?opaque&plain")
    wanted = order(await traffic.slate())
    visible = {clip(number).video_id for number in range(9)}
    await until_arranged(page, [video_id for video_id in wanted if video_id not in visible])


async def test_a_sidebar_card_names_its_channel_without_a_link(page: Page, traffic: Traffic) -> None:
    await page.goto(f"{YOUTUBE}/watch?v={clip(60).video_id}&opaque")
    await traffic.slate()
    for card in traffic.asked[0]["cards"]:
        made = by_id(card["video_id"])
        assert (card["channel_name"], card["duration_seconds"]) == (made.channel_name, made.duration_seconds)
        assert near(card["view_count"], made.view_count)
