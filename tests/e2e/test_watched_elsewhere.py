"""Watches on other devices: red bars once per video, the history page once per video and day, and never what was watched here."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import BrowserContext, Page

from tests.e2e.chromium import ask_worker
from tests.e2e.conftest import YOUTUBE
from tests.e2e.traffic import Json, Traffic
from tests.pages.catalogue import Clip, clip
from tests.pages.page_data import BARS, HISTORY

pytestmark = pytest.mark.usefixtures("paired")

VIDEO = "document.querySelector('#movie_player video')"


def told(traffic: Traffic, place: str) -> dict[str, float]:
    """The fractions of the watches, by video, that were only seen on a page and that the daemon took as new; place: `surface` or `source`."""
    events = [event for event in traffic.events if event["type"] == "watch" and "seconds" not in event["watch"]]
    here = [event for event in events if place in (event["surface"], event["source"])]
    assert len({event["id"] for event in here}) == len(here)
    return {event["video_id"]: event["watch"]["fraction"] for event in here}


async def watch_here(page: Page, traffic: Traffic, made: Clip) -> None:
    """Play a little of a video near its end, as far as its bar goes, until its watch is told."""
    await page.goto(f"{YOUTUBE}/watch?v={made.video_id}&plain")
    await page.wait_for_function(f"() => {VIDEO}.currentTime > 0")
    await page.evaluate(f"() => {{ {VIDEO}.currentTime = 0.95 * {VIDEO}.duration; }}")

    def came_far(event: Json) -> bool:
        watch = event.get("watch", {}) if event["video_id"] == made.video_id else {}
        return bool(watch.get("parts")) and float(watch["parts"][-1][1]) > 0.95 * float(watch["duration_seconds"])

    await traffic.event(came_far)


async def seen(traffic: Traffic, surface: str) -> None:
    """Wait until a page has been looked at for longer than its watches take to be told."""
    count = len(traffic.events)
    await traffic.until(
        lambda: any(e["type"] == "impression" and e["surface"] == surface for e in traffic.events[count:])
    )


async def test_a_red_bar_is_a_watch_once_unless_it_is_of_what_was_watched_here(page: Page, traffic: Traffic) -> None:
    elsewhere, here = clip(5), clip(16)  # the barred ones of home
    await watch_here(page, traffic, here)
    await page.goto(f"{YOUTUBE}/?plain")
    await seen(traffic, "home")
    await traffic.until(lambda: told(traffic, "home") == {elsewhere.video_id: 0.35})
    await page.reload()
    await seen(traffic, "home")
    assert told(traffic, "home") == {elsewhere.video_id: 0.35}


async def test_a_page_in_no_language_tells_nothing_of_history_and_keeps_its_thumbs(
    page: Page, traffic: Traffic
) -> None:
    await page.add_init_script(
        "addEventListener('DOMContentLoaded', () => { document.documentElement.lang = 'no language'; })"
    )
    await page.goto(f"{YOUTUBE}/feed/history")
    await page.wait_for_selector("ownfeed-card", state="attached")
    await seen(traffic, "history")
    assert told(traffic, "history_page") == {}


async def test_history_tells_once_what_was_watched_elsewhere_on_a_day_that_can_be_known(
    page: Page, traffic: Traffic
) -> None:
    # What was left at once has a short bar, and an entry without one may have been: neither says anything.
    bars = {
        clip(HISTORY[day] + i).video_id: percent / 100
        for day in ("Today", "Yesterday")
        for i, percent in enumerate(BARS)
        if percent and percent >= 5
    }
    here = clip(HISTORY["Today"])
    await watch_here(page, traffic, here)
    await page.goto(f"{YOUTUBE}/feed/history")
    await seen(traffic, "history")
    bars.pop(here.video_id)
    await traffic.until(lambda: told(traffic, "history_page") == bars)
    first_of_yesterday = clip(HISTORY["Yesterday"]).video_id
    yesterday = next(event for event in traffic.events if event["video_id"] == first_of_yesterday)
    ago = datetime.now(UTC) - datetime.fromisoformat(yesterday["occurred_at"])
    assert timedelta(hours=11) < ago < timedelta(hours=37)
    await page.reload()
    await seen(traffic, "history")
    assert told(traffic, "history_page") == bars


async def test_what_was_played_in_a_pause_is_not_told_by_its_red_bar(
    page: Page, chromium: BrowserContext, traffic: Traffic
) -> None:
    here, elsewhere = clip(203), clip(214)  # the barred ones of subscriptions
    await ask_worker(chromium, "pause", {"paused": True})
    try:
        await page.bring_to_front()
        await page.goto(f"{YOUTUBE}/watch?v={here.video_id}&plain")
        await page.wait_for_function(f"() => {VIDEO}.currentTime > 2")
        await page.goto("about:blank")
    finally:
        await ask_worker(chromium, "pause", {"paused": False})
    await page.bring_to_front()
    await page.goto(f"{YOUTUBE}/feed/subscriptions")
    await seen(traffic, "subscriptions")
    await traffic.until(lambda: elsewhere.video_id in told(traffic, "subscriptions"))
    assert here.video_id not in told(traffic, "subscriptions")
