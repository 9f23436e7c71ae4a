"""Impressions and clicks: what was seen for a second, where it stood, and what was opened from there."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.async_api import Page

from tests.e2e.conftest import YOUTUBE
from tests.e2e.grid import opened_in_order, standing
from tests.e2e.traffic import Json, Traffic

pytestmark = pytest.mark.usefixtures("paired")


def seen(traffic: Traffic) -> list[Json]:
    """The impressions the daemon has."""
    return [event for event in traffic.events if event["type"] == "impression"]


async def test_what_stands_in_the_window_for_a_second_was_seen_in_its_place_and_once(
    page: Page, traffic: Traffic
) -> None:
    wanted = await opened_in_order(page, traffic, f"{YOUTUBE}/?plain")
    half_visible = [c for c in await standing(page) if c.video_id and c.top + 160 < 800]
    await traffic.until(lambda: len(seen(traffic)) >= len(half_visible))
    told = {event["video_id"]: event for event in seen(traffic)}
    assert set(told) == {child.video_id for child in half_visible}
    assert [told[video_id]["position"] for video_id in wanted[: len(told)]] == list(range(len(told)))
    assert {event["slate_id"] for event in told.values()} == {traffic.slates[0]["slate_id"]}
    assert len(seen(traffic)) == len(told)


@pytest.mark.parametrize(("address", "surface"), [("/?plain", "home"), ("/results?search_query=rust", "search")])
async def test_who_goes_back_to_a_page_is_shown_only_what_was_not_seen_before(
    page: Page, traffic: Traffic, address: str, surface: str
) -> None:
    def here(since: datetime) -> list[str]:
        events = [event for event in seen(traffic) if event["surface"] == surface]
        return [event["video_id"] for event in events if datetime.fromisoformat(event["occurred_at"]) >= since]

    await page.goto(f"{YOUTUBE}{address}")
    await traffic.until(lambda: bool(here(traffic.began)))
    await page.click("h3 a[href^='/watch'] >> nth=0")
    await page.wait_for_selector("ytd-watch-flexy:not([hidden])")
    await page.set_viewport_size({"width": 1280, "height": 1600})  # in a larger window there is more to see
    returned = datetime.now(UTC)
    await page.go_back()
    await traffic.until(lambda: bool(here(returned)))
    assert len(here(traffic.began)) == len(set(here(traffic.began)))


async def test_a_click_is_joined_to_the_slate_it_came_from(page: Page, traffic: Traffic) -> None:
    wanted = await opened_in_order(page, traffic, f"{YOUTUBE}/?plain")
    await page.click(f"ytd-rich-item-renderer h3 a[href='/watch?v={wanted[1]}']")
    click = await traffic.event(lambda e: e["type"] == "click")
    assert (click["video_id"], click["position"]) == (wanted[1], 1)
    assert click["slate_id"] == (await traffic.slate_of_page(0, "home"))["slate_id"]


async def test_a_click_on_the_preview_that_plays_over_a_card_is_a_click_on_the_card(
    page: Page, traffic: Traffic
) -> None:
    wanted = await opened_in_order(page, traffic, f"{YOUTUBE}/?preview&plain")
    await page.dispatch_event(f"ytd-rich-item-renderer a[href='/watch?v={wanted[1]}'] >> nth=0", "pointerover")
    await page.click("ytd-video-preview video")
    await page.wait_for_selector("ytd-watch-flexy:not([hidden])")
    click = await traffic.event(lambda e: e["type"] == "click")
    assert (click["video_id"], click["position"], click["surface"]) == (wanted[1], 1, "home")


async def test_search_results_are_seen_as_search_results(page: Page, traffic: Traffic) -> None:
    await page.goto(f"{YOUTUBE}/results?search_query=rust")
    first = await traffic.event(lambda e: e["type"] == "impression" and e["position"] == 0)
    assert first["surface"] == "search"
    assert "rust" in first["video"]["title"].lower()
    assert first["video"]["duration_seconds"] > 0
