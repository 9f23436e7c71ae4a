"""What the daemon hides is not shown, the rest closes up, and the page never becomes too short to go on."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from playwright.async_api import Page, expect

from tests.e2e.conftest import YOUTUBE
from tests.e2e.daemon_process import DaemonProcess
from tests.e2e.grid import GRID, opened_in_order, standing, to_the_end, video_ids
from tests.e2e.traffic import Json, Traffic
from tests.pages.catalogue import Clip, clip
from tests.pages.page_data import FEED


def whole_watch(made: Clip) -> Json:
    """A video watched to its end."""
    seconds = made.duration_seconds
    return {
        "id": str(uuid4()),
        "type": "watch",
        "video_id": made.video_id,
        "occurred_at": datetime.now(UTC).isoformat(),
        "source": "api",
        "watch": {"seconds": seconds, "duration_seconds": seconds, "fraction": 1},
    }


async def test_watched_videos_are_gone_and_the_others_close_up(
    page: Page, paired: DaemonProcess, traffic: Traffic
) -> None:
    watched = [clip(number) for number in (1, 4, 7)]
    await paired.post("/api/signals", {"events": [whole_watch(made) for made in watched]})
    shown = await opened_in_order(page, traffic, f"{YOUTUBE}/?plain")
    assert len(shown) == 21
    assert not {made.video_id for made in watched} & set(await video_ids(page))
    columns = [child.left for child in await standing(page)][:21]
    assert columns == columns[:3] * 7


async def test_what_another_extension_hides_the_same_way_stays_hidden_when_more_is_loaded(
    page: Page, paired: DaemonProcess, traffic: Traffic
) -> None:
    shown = await opened_in_order(page, traffic, f"{YOUTUBE}/?plain")
    card = page.locator(f"{GRID} > :has(a[href='/watch?v={shown[2]}'])")
    await card.evaluate("card => card.style.setProperty('display', 'none', 'important')")
    await to_the_end(page, 2 * FEED)
    await page.wait_for_selector(f"{GRID} > :nth-child({2 * FEED})[style*=order]", state="attached")
    await expect(card).to_be_hidden()


async def test_half_of_a_batch_stays_though_all_of_it_is_unwanted_and_the_page_goes_on(
    page: Page, paired: DaemonProcess, traffic: Traffic
) -> None:
    await paired.post("/api/signals", {"events": [whole_watch(clip(number)) for number in range(24)]})
    await page.goto(f"{YOUTUBE}/?plain&skeleton&held")
    await traffic.slate()
    await page.wait_for_selector("ytd-rich-item-renderer[style*=order]", state="attached")
    await page.evaluate("() => paint()")
    await page.wait_for_selector("ytd-rich-item-renderer a[href*='/watch']")
    assert len(await video_ids(page)) == 12
    await to_the_end(page, 48)
    assert (await standing(page))[-1].tag == "ytd-continuation-item-renderer"
