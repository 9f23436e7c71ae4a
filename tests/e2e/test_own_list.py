"""A list of the person's own on home: a shelf that moves nothing, a page of its own, and neither to be read by YouTube."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Frame, Page, expect

from tests.e2e.accessibility import violations
from tests.e2e.chromium import EXTENSION_ID, ask_worker
from tests.e2e.conftest import YOUTUBE
from tests.e2e.costs import shifted
from tests.e2e.daemon_process import DaemonProcess
from tests.e2e.grid import painted, standing
from tests.e2e.own_pages import open_own
from tests.e2e.planted import cards
from tests.e2e.traffic import Traffic, held

Choose = Callable[[str], Awaitable[None]]
MODULES = f"chrome-extension://{EXTENSION_ID}/features/main.js"
LIST = f"chrome-extension://{EXTENSION_ID}/panel/list.html"
# Also a shift soon after a press counts here, other than in the browser's own measure.
EVERY_SHIFT = """window.shifted = window.since = 0; new PerformanceObserver(list => list.getEntries().forEach(entry => {
    window.shifted += entry.startTime >= window.since ? entry.value : 0; // told late, also of what was before
})).observe({type: 'layout-shift', buffered: true});"""


@pytest_asyncio.fixture(loop_scope="session")
async def choose(chromium: BrowserContext, paired: DaemonProcess) -> AsyncIterator[Choose]:
    """Choose a mode for home, where the daemon knows twenty videos; afterwards it is as at first."""
    await paired.post("/api/rank", {"surface": "home", "cards": cards()})

    async def choose(mode: str) -> None:
        await ask_worker(chromium, "change-settings", {"mode": {"home": mode}})

    yield choose
    await choose("rerank")


async def inside(page: Page) -> Frame:
    """The list's frame, once it is drawn."""
    await page.wait_for_selector("ownfeed-shelf", state="attached")
    frame = await _frame(page)
    await frame.wait_for_selector("body[data-state=ready]")
    return frame


async def _frame(page: Page) -> Frame:
    if len(page.frames) == 1:
        await page.wait_for_event("frameattached")
    return page.frames[1]


async def test_the_shelf_stands_above_an_untouched_order_and_moves_nothing(
    page: Page, traffic: Traffic, choose: Choose
) -> None:
    await choose("shelf")
    await page.add_init_script(EVERY_SHIFT)
    await page.goto(f"{YOUTUBE}/?plain&held")
    shelf = await inside(page)
    await page.evaluate("() => paint()")
    await page.wait_for_selector("ownfeed-card", state="attached")
    seen = await traffic.event(lambda told: told["type"] == "impression" and told.get("surface") == "shelf")
    assert seen["slate_id"]
    assert seen["position"] >= 0
    assert await shelf.locator(".of-video").count() == 12
    places = [child.place for child in await standing(page)]
    assert places == sorted(places)
    assert await page.locator("[style*='order:']").count() == 0
    assert await shifted(page) == 0


async def test_room_for_the_shelf_is_there_before_any_module_is_and_cards_painted_between_do_not_move(
    page: Page, choose: Choose
) -> None:
    await choose("shelf")
    await page.add_init_script(EVERY_SHIFT)
    async with held(page, MODULES) as release:
        await page.goto(f"{YOUTUBE}/?plain&skeleton&held", wait_until="commit")
        room = await page.wait_for_selector("ownfeed-shelf", state="attached")
        assert room is not None
        assert await room.evaluate("room => [room.childElementCount, room.getBoundingClientRect().height]") == [0, 316]
        await page.evaluate("() => paint()")
        await page.wait_for_selector("ytd-rich-item-renderer h3")
        await painted(page)
        assert await room.evaluate("room => room.childElementCount") == 0
        release.set()
        shelf = await inside(page)
    assert await room.evaluate("room => room.isConnected")
    assert await shelf.locator(".of-video").count() == 12
    assert await page.locator("ownfeed-shelf").count() == 1
    assert await shifted(page) == 0


async def test_the_shelf_turns_dark_and_light_with_youtube(page: Page, choose: Choose) -> None:
    await choose("shelf")
    await page.goto(f"{YOUTUBE}/?plain&held")
    shelf = await inside(page)
    for scheme in ("dark", "light"):
        await page.evaluate("is => document.documentElement.toggleAttribute('dark', is)", scheme == "dark")
        await expect(shelf.locator("html")).to_have_attribute("data-scheme", scheme)
    assert await page.locator("ownfeed-shelf").count() == 1


async def test_where_the_cards_are_there_first_no_shelf_comes_and_nothing_moves(page: Page, choose: Choose) -> None:
    await choose("rerank")
    await page.add_init_script(EVERY_SHIFT)
    await page.goto(f"{YOUTUBE}/?plain")
    await page.wait_for_selector("ownfeed-card", state="attached")
    await choose("shelf")
    await page.bring_to_front()
    await page.click("ytd-rich-item-renderer h3 a")
    await page.wait_for_selector("ytd-watch-metadata ownfeed-card", state="attached")
    await painted(page)  # the thumbs that came there
    await page.evaluate("() => { window.since = performance.now(); window.shifted = 0; history.back(); }")
    # The thumbs are asked for a moment after the shelf has been.
    await page.wait_for_selector("ytd-browse:not([hidden]) ownfeed-card", state="attached")
    assert await page.locator("ownfeed-shelf").count() == 0
    assert await shifted(page) == 0
    await page.goto(f"{YOUTUBE}/?plain&held")
    await page.wait_for_selector("ownfeed-shelf")


async def test_a_video_of_the_shelf_opens_as_youtubes_own_links_do_and_the_shelf_is_there_on_the_way_back(
    page: Page, traffic: Traffic, choose: Choose
) -> None:
    await choose("shelf")
    await page.goto(f"{YOUTUBE}/?plain&held")
    shelf = await inside(page)
    await page.evaluate("() => { window.isSamePage = true; paint(); }")
    video_id = await shelf.locator(".of-video").first.get_attribute("data-video-id")
    await shelf.locator(".of-video-title").first.click()
    await page.wait_for_url(f"{YOUTUBE}/watch?v={video_id}")
    clicked = await traffic.event(lambda told: told["type"] == "click" and told["video_id"] == video_id)
    assert clicked["surface"] == "shelf"
    await page.wait_for_selector(
        "ytd-watch-flexy:not([hidden])"
    )  # else the page that is still coming covers home again
    await page.go_back()
    await page.wait_for_selector("ownfeed-shelf")
    assert await page.locator("ownfeed-shelf").count() == 1
    assert await page.evaluate("() => window.isSamePage")


@pytest.mark.parametrize(("mode", "knobs"), [("replace", "plain"), ("rerank", "first=0")])
async def test_the_list_fills_the_page_if_the_person_chose_so_or_youtube_shows_nothing(
    page: Page, choose: Choose, mode: str, knobs: str
) -> None:
    await choose(mode)
    await page.goto(f"{YOUTUBE}/?{knobs}")
    frame = await inside(page)
    assert await frame.locator(".of-video").count() >= 20
    assert await page.locator("[page-subtype=home] ytd-rich-grid-renderer").is_hidden()
    box = await page.locator("ownfeed-shelf").bounding_box()
    assert box is not None
    assert box["height"] == 800 - 56


@pytest.mark.parametrize(("mode", "knobs"), [("shelf", "plain&held"), ("replace", "plain"), ("rerank", "first=0")])
@pytest.mark.parametrize("change", ["pause", "off"])
async def test_the_list_leaves_an_open_page_once_paused_or_where_another_mode_is_chosen(
    page: Page, chromium: BrowserContext, choose: Choose, mode: str, knobs: str, change: str
) -> None:
    await choose(mode)
    await page.goto(f"{YOUTUBE}/?{knobs}")
    await inside(page)
    try:
        await (ask_worker(chromium, "pause", {"paused": True}) if change == "pause" else choose("off"))
        await expect(page.locator("ownfeed-shelf")).to_have_count(0)
        await expect(page.locator("[page-subtype=home] ytd-rich-grid-renderer")).to_be_visible()
    finally:
        await ask_worker(chromium, "pause", {"paused": False})


async def test_a_page_that_defines_our_element_and_searches_for_words_gets_nothing(page: Page, choose: Choose) -> None:
    await choose("replace")
    await page.add_init_script(
        "window.caught = []; customElements.define('ownfeed-shelf', class extends HTMLElement { connectedCallback() {"
        "window.caught.push(this.shadowRoot, this.firstElementChild.shadowRoot, this.querySelector('iframe'), this.innerText || null); }});"
    )
    await page.goto(f"{YOUTUBE}/?plain")
    frame = await inside(page)
    title = await frame.locator(".of-video-title").first.text_content()
    assert set(await page.evaluate("() => window.caught")) == {None}
    assert await page.evaluate("title => window.find(title)", title) is False
    assert (
        await page.evaluate("() => { try { return frames[0].document.body.innerText; } catch { return null; } }")
        is None
    )
    loaded = await page.evaluate("() => performance.getEntriesByType('resource').map(entry => entry.name).join(' ')")
    assert all(card["video_id"] not in loaded for card in cards())


async def test_the_list_has_no_fault_that_axe_finds(page: Page, choose: Choose) -> None:
    await choose("rerank")
    for shape in ("shelf", "page"):
        await open_own(page, f"{LIST}?shape={shape}", "ready")
        assert await violations(page) == []
