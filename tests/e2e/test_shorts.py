"""Thumbs in the Shorts player: for the Short that is shown, though YouTube uses the same few elements again and again."""

from __future__ import annotations

import pytest
from playwright.async_api import Page

from tests.e2e.chromium import ClosedRoots
from tests.e2e.conftest import YOUTUBE
from tests.e2e.traffic import Traffic, rated
from tests.pages.catalogue import clip

pytestmark = pytest.mark.usefixtures("paired")
FIRST = 1200
CHANGE = "() => document.querySelector('#metapanel').append(document.createElement('i'))"
# Scrolls to the next Short, and waits until YouTube's data have said what it is.
NEXT = """id => {
    const told = new Promise(done => addEventListener('message', ({data}) => {
        if (data.ownfeed === 'page-data' && JSON.parse(data.facts).played?.videoId === id) done();
    }));
    void replica.shorts.next();
    return told;
}"""
IN_PLACE = "ytd-reel-video-renderer[is-active] reel-action-bar-view-model > ownfeed-card"


async def shown(page: Page, number: int) -> str:
    """Wait until our buttons stand among YouTube's for this Short; return its id."""
    video_id = clip(number).video_id
    await page.wait_for_function("id => replica.shorts.player.videoId === id", arg=video_id)
    await page.wait_for_selector(f"{IN_PLACE}[video-id='{video_id}']")
    assert await page.locator("ownfeed-card").count() == 1
    return video_id


async def open_short(page: Page, knobs: str = "", number: int = FIRST) -> str:
    await page.goto(f"{YOUTUBE}/shorts/{clip(number).video_id}?{knobs}")
    await page.wait_for_function("() => window.replica?.shorts.sequence?.length > 1")
    return await shown(page, number)


@pytest.mark.parametrize(("first", "lag_ms"), [(FIRST, 0), (FIRST + 20, 150)])
async def test_they_go_along_as_one_scrolls(page: Page, traffic: Traffic, first: int, lag_ms: int) -> None:
    await open_short(page, f"reel_lag={lag_ms}", first)
    for number in range(first + 1, first + 5):  # there are three elements
        await page.evaluate(NEXT, clip(number).video_id)
        video_id = await shown(page, number)
        await (await ClosedRoots.of(page)).press(video_id, "up")
        sent = await rated(traffic, "thumbs_up", video_id)
        assert sent["surface"] == "shorts"
        assert sent["video"]["title"] == clip(number).title


async def test_a_thumb_is_there_again_on_the_way_back(page: Page, traffic: Traffic) -> None:
    video_id = await open_short(page)
    inside = await ClosedRoots.of(page)
    await inside.press(video_id, "down")
    await rated(traffic, "thumbs_down", video_id)
    await page.evaluate("() => replica.shorts.next()")
    other = await shown(page, FIRST + 1)
    assert (await inside.buttons(other))["down"]["aria-pressed"] == "false"
    await open_short(page)
    assert (await inside.buttons(video_id))["down"]["aria-pressed"] == "true"
    await inside.press(video_id, "down")
    await rated(traffic, "clear_rating", video_id)


async def test_youtubes_own_like_of_a_short_shows_in_ours(page: Page, traffic: Traffic) -> None:
    video_id = await open_short(page)
    await page.click("ytd-reel-video-renderer[is-active] like-button-view-model button")
    await rated(traffic, "thumbs_up", video_id)
    assert (await (await ClosedRoots.of(page)).buttons(video_id))["up"]["aria-pressed"] == "true"


async def test_why_says_what_is_known_of_a_short(page: Page, traffic: Traffic) -> None:
    video_id = await open_short(page)
    await traffic.event(lambda e: e["type"] == "watch" and e["video_id"] == video_id and traffic.is_of_now(e))
    async with page.expect_event("frameattached"):
        await (await ClosedRoots.of(page)).press(video_id, "why")
    await page.wait_for_selector("ownfeed-panel")
    await page.frames[-1].wait_for_selector("body[data-state=ready]")
    assert await page.frames[-1].inner_text("h2")


async def test_whoever_throws_them_out_again_and_again_has_won(page: Page) -> None:
    await page.add_init_script(
        """window.thrown = 0;
        new MutationObserver(() => document.querySelectorAll('ytd-shorts ownfeed-card').forEach(ours => { ours.remove(); thrown += 1; }))
          .observe(document, {childList: true, subtree: true});"""
    )
    await page.goto(f"{YOUTUBE}/shorts/{clip(FIRST).video_id}")
    for times in range(1, 11):
        await page.wait_for_function("times => thrown >= times", arg=times)  # YouTube changes its page too
        await page.evaluate(CHANGE)
    await page.evaluate("() => new Promise(done => setTimeout(done, 300))")  # three of our looks at the page
    assert await page.evaluate("() => thrown") == 10
