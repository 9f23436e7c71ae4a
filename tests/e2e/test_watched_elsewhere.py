"""Watches on other devices: red bars once per video, the history page once per video and day, and never what was watched here."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Page

from tests.e2e.conftest import YOUTUBE
from tests.e2e.traffic import Json, Traffic
from tests.pages.catalogue import clip
from tests.pages.page_data import HISTORY

pytestmark = pytest.mark.usefixtures("paired")


def watches(traffic: Traffic) -> list[Json]:
    """The watches that the daemon took as new."""
    return [event for event in traffic.events if event["type"] == "watch"]


async def seen(traffic: Traffic, surface: str) -> None:
    """Wait until a page has been looked at for longer than its watches take to be told."""
    count = len(traffic.events)
    await traffic.until(
        lambda: any(e["type"] == "impression" and e["surface"] == surface for e in traffic.events[count:])
    )


async def test_a_red_bar_is_a_watch_once(page: Page, traffic: Traffic) -> None:
    await page.goto(f"{YOUTUBE}/?plain")
    barred = {clip(number).video_id for number in (5, 16)}
    await traffic.until(lambda: len(watches(traffic)) == 2)
    assert {event["video_id"] for event in watches(traffic)} == barred
    assert {(event["watch"]["fraction"], event["source"]) for event in watches(traffic)} == {(0.35, "extension")}
    await page.reload()
    await seen(traffic, "home")
    assert len(watches(traffic)) == 2


async def test_history_tells_what_was_watched_on_a_day_that_can_be_known_and_once(page: Page, traffic: Traffic) -> None:
    await page.goto(f"{YOUTUBE}/feed/history")
    await traffic.until(lambda: len(watches(traffic)) >= 10)
    told = {event["video_id"]: event for event in watches(traffic)}
    days = {name: [clip(start + i).video_id for i in range(5)] for name, start in HISTORY.items()}
    assert set(told) == {*days["Today"], *days["Yesterday"]}
    assert {event["source"] for event in told.values()} == {"history_page"}
    now = datetime.now(UTC)
    yesterday = datetime.fromisoformat(told[days["Yesterday"][0]]["occurred_at"])
    assert timedelta(hours=11) < now - yesterday < timedelta(hours=37)
    await page.reload()
    await seen(traffic, "history")
    assert len(watches(traffic)) == 10
