"""Several windows and tabs at once, as they are for a person: what is behind something is hidden, what was left may come back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, expect

from tests.e2e.chromium import PATIENCE_SECONDS, ClosedRoots, new_window, unchanged_browser
from tests.e2e.conftest import YOUTUBE
from tests.e2e.daemon_process import DaemonProcess
from tests.e2e.own_pages import ask, pair
from tests.faults.looking import looked_at, stored_watches
from tests.faults.session_stage import PLAY
from tests.pages.catalogue import clip
from tests.pages.server import Replica

VIDEO = clip(900)
ADDRESS = f"{YOUTUBE}/watch?v={VIDEO.video_id}&plain"
# Another tab covers the cards as soon as they were painted with our buttons: their second in sight has begun, and is far from over.
SEEN_SHORTLY = """() => {
    const painted = new MutationObserver(() => {
        if (!document.querySelector('ownfeed-card')) return;
        painted.disconnect();
        requestAnimationFrame(() => requestAnimationFrame(() => window.open('about:blank')));
    });
    painted.observe(document, {childList: true, subtree: true});
    paint();
}"""
NOTE_HIDING = "() => document.addEventListener('visibilitychange', () => { window.wasHidden ||= document.hidden; })"
OURS = f"ytd-watch-metadata ownfeed-card[video-id='{VIDEO.video_id}']"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def windows(
    replica: Replica, daemon: DaemonProcess, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[BrowserContext]:
    """A paired browser in which tabs behind others are hidden."""
    async with unchanged_browser(tmp_path_factory.mktemp("windows"), replica) as context:
        await pair(await context.new_page(), daemon.code, daemon.address)
        yield context


async def stored(context: BrowserContext, daemon: DaemonProcess, video_id: str) -> list[float]:
    """The seconds of each watch of a video, once nothing waits in the browser any more."""
    await all_told(context)
    watches = stored_watches(daemon.data_dir / "ownfeed.db").values()
    return [seconds for watched, seconds in watches if watched == video_id]


async def all_told(context: BrowserContext) -> None:
    """Wait until nothing waits in the browser any more."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while (await ask(context.pages[0], "status", {}))["waiting"]:
            pass  # each question is another try


async def test_the_same_video_in_two_windows_at_once_is_two_watches(
    windows: BrowserContext, daemon: DaemonProcess
) -> None:
    both = [await new_window(windows, name) for name in ("one", "other")]
    for page in both:
        await page.goto(ADDRESS)
    for page in both:
        await page.evaluate(PLAY, 2)
    accounts = [float(await page.evaluate("id => replica.played(id)", VIDEO.video_id)) for page in both]
    for page in both:
        await page.close()
    watches = await stored(windows, daemon, VIDEO.video_id)
    assert sorted(watches) == pytest.approx(sorted(accounts), abs=0.5)


async def test_a_thumb_given_in_one_window_shows_in_the_other_and_in_a_page_that_comes_back(
    windows: BrowserContext, daemon: DaemonProcess
) -> None:
    here, there = await new_window(windows, "here"), await new_window(windows, "there")
    for page in (here, there):
        await page.goto(ADDRESS)
        await page.wait_for_selector(OURS, state="attached")
    await there.evaluate("() => { window.isSamePage = true; }")
    await there.goto("about:blank")
    await (await ClosedRoots.of(here)).press(VIDEO.video_id, "up")
    await there.go_back(wait_until="commit")
    assert await there.evaluate("() => window.isSamePage"), "the browser kept it"
    await pressed(there)
    await (await ClosedRoots.of(there)).press(VIDEO.video_id, "up")
    await pressed(here, "false")
    for page in (here, there):
        await page.close()


async def pressed(page: Page, state: str = "true") -> None:
    """Wait until our thumb is up, or no longer is."""
    inside = await ClosedRoots.of(page)
    async with asyncio.timeout(PATIENCE_SECONDS):
        while (await inside.buttons(VIDEO.video_id))["up"]["aria-pressed"] != state:
            pass  # a closed root tells of no change


async def test_a_page_that_comes_back_stands_as_was_said_meanwhile(
    windows: BrowserContext, daemon: DaemonProcess
) -> None:
    there = await new_window(windows, "kept")
    own = windows.pages[0]
    await there.goto(ADDRESS)
    for is_paused in (True, False):
        await expect(there.locator(OURS)).to_have_count(int(is_paused))
        await there.evaluate("() => { window.isSamePage = true; }")
        await there.goto("about:blank")
        await ask(own, "pause", {"paused": is_paused})
        await there.go_back(wait_until="commit")
        assert await there.evaluate("() => window.isSamePage"), "the browser kept it"
        await expect(there.locator(OURS)).to_have_count(int(not is_paused))
    await there.close()


async def test_picture_in_picture_goes_on_counting_beside_another_page(
    windows: BrowserContext, daemon: DaemonProcess
) -> None:
    video, page = clip(901), await new_window(windows, "picture")
    await page.goto(f"{YOUTUBE}/watch?v={video.video_id}&plain")
    await page.evaluate(PLAY, 1)
    await page.evaluate("() => replica.player.video.requestPictureInPicture().then(() => undefined)")
    await page.dispatch_event("#logo", "click")
    await page.wait_for_selector("ytd-browse:not([hidden]) yt-lockup-view-model")
    await page.evaluate(PLAY, 3)
    played = float(await page.evaluate("id => replica.played(id)", video.video_id))
    await page.close()
    assert played > 4
    assert sum(await stored(windows, daemon, video.video_id)) == pytest.approx(played, abs=1)


async def test_cards_that_were_in_sight_too_shortly_count_once_their_tab_comes_forward_again(
    windows: BrowserContext, daemon: DaemonProcess
) -> None:
    page, began = await new_window(windows, "background"), time.time()
    await page.goto(f"{YOUTUBE}/?plain&held")
    async with page.expect_popup() as opened:
        await page.evaluate(SEEN_SHORTLY)
    other = await opened.value
    # A second in sight would be enough, and a hidden tab's timers are up to another one late.
    await other.evaluate("() => new Promise(done => setTimeout(done, 2_500))")
    assert await impressions(windows, daemon, began) == []
    returned = time.time()
    await other.close()
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not (seen := await impressions(windows, daemon, began)):
            pass
    assert min(seen) > returned
    await page.close()


async def impressions(context: BrowserContext, daemon: DaemonProcess, began: float) -> list[float]:
    """When cards were seen on home since then, in seconds since the epoch, once nothing waits in the browser any more."""
    await all_told(context)
    with looked_at(daemon.data_dir / "ownfeed.db") as database:
        query = "SELECT occurred_at FROM signals WHERE kind = 'impression' AND surface = 'home' AND occurred_at >= ?"
        return [float(moment) for (moment,) in database.execute(query, (began,))]


async def test_a_block_can_be_taken_back_after_another_tab_was_in_front(
    windows: BrowserContext, daemon: DaemonProcess
) -> None:
    taken_back, meant, page = clip(0), clip(1), await new_window(windows, "blocked")
    async with page.expect_popup() as opened:
        await page.evaluate("() => { window.open('about:blank'); }")
    other = await opened.value
    await page.bring_to_front()
    await page.goto(f"{YOUTUBE}/?plain")
    await page.wait_for_selector("ownfeed-card", state="attached")
    await page.evaluate(NOTE_HIDING)
    await page.click(f"ytd-rich-item-renderer:has(a[href='/watch?v={taken_back.video_id}']) [data-symbol=REMOVE]")
    await page.wait_for_selector("button.undo")
    await other.bring_to_front()
    await page.wait_for_function("() => window.wasHidden", polling=50)
    await other.close()
    await page.click("button.undo")
    await page.wait_for_selector("button.undo", state="detached")
    await page.click(f"ytd-rich-item-renderer:has(a[href='/watch?v={meant.video_id}']) [data-symbol=REMOVE]")
    await page.wait_for_selector("button.undo")
    await page.close()
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not (rules := (await daemon.get("/api/rules"))["rules"]):
            await all_told(windows)
    assert [rule["match"]["channel_name"] for rule in rules] == [meant.channel_name]
