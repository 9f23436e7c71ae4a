"""What is hidden on home can be found, with its reason, and seen again; the page learns no more than that there is a button."""

from __future__ import annotations

import asyncio

import pytest_asyncio
from playwright.async_api import Frame, Page, expect

from tests.e2e.chromium import EXTENSION_ID, PATIENCE_SECONDS, ClosedRoots
from tests.e2e.conftest import YOUTUBE
from tests.e2e.daemon_process import DaemonProcess
from tests.e2e.grid import GRID, opened_in_order, to_the_end, video_ids
from tests.e2e.test_home_hidden import whole_watch
from tests.e2e.traffic import Traffic, rated
from tests.pages.catalogue import clip
from tests.pages.page_data import FEED

NOT_WANTED, WATCHED, DISLIKED, FORGIVEN = clip(2), clip(4), clip(6), clip(8)


@pytest_asyncio.fixture(loop_scope="session", autouse=True)
async def watched(paired: DaemonProcess) -> None:
    """Something to hide."""
    await paired.post("/api/signals", {"events": [whole_watch(WATCHED)]})


async def drawer(page: Page) -> Frame:
    """Press the button at the corner; return the drawer once it is drawn."""
    await page.wait_for_selector("ownfeed-bar", state="attached")
    async with page.expect_event("frameattached"):
        await (await ClosedRoots.of(page)).press_corner()
    await page.wait_for_selector("ownfeed-panel")
    await page.frames[-1].wait_for_selector("body[data-state=ready]")
    return page.frames[-1]


async def test_a_hidden_video_is_listed_with_its_reason_and_comes_back_at_once(
    page: Page, traffic: Traffic, paired: DaemonProcess
) -> None:
    await paired.post(f"/api/videos/{NOT_WANTED.video_id}/rate", {"rating": "not_interested"})
    await opened_in_order(page, traffic, f"{YOUTUBE}/?plain")
    assert not {NOT_WANTED.video_id, WATCHED.video_id} & set(await video_ids(page))
    inside = await drawer(page)
    listed = inside.locator(f"[data-video-id='{NOT_WANTED.video_id}']")
    await expect(listed).to_contain_text(NOT_WANTED.title)
    await expect(listed).to_contain_text("You did not want this video")
    await expect(inside.locator(f"[data-video-id='{WATCHED.video_id}'] [data-action=fixWatched]")).to_be_visible()
    await listed.locator("[data-action=forgive]").click()
    await rated(traffic, "clear_rating", NOT_WANTED.video_id)
    await expect(listed.locator("[data-action=undo]")).to_be_focused()
    assert NOT_WANTED.video_id in await video_ids(page)
    assert WATCHED.video_id not in await video_ids(page)
    assert NOT_WANTED.video_id in await opened_in_order(page, traffic, f"{YOUTUBE}/?plain")


async def test_undo_gives_back_the_rating_there_was_though_it_was_given_elsewhere(
    page: Page, traffic: Traffic, paired: DaemonProcess
) -> None:
    await paired.post(f"/api/videos/{DISLIKED.video_id}/rate", {"rating": "down"})
    await opened_in_order(page, traffic, f"{YOUTUBE}/?plain")
    listed = (await drawer(page)).locator(f"[data-video-id='{DISLIKED.video_id}']")
    await listed.locator("[data-action=forgive]").click()
    await rated(traffic, "clear_rating", DISLIKED.video_id)
    await listed.locator("[data-action=undo]").click()
    await rated(traffic, "thumbs_down", DISLIKED.video_id)


async def test_what_is_forgiven_in_the_drawer_shows_on_the_card_at_once(page: Page, traffic: Traffic) -> None:
    await opened_in_order(page, traffic, f"{YOUTUBE}/?plain")
    await page.wait_for_selector("ownfeed-card", state="attached")
    cards = await ClosedRoots.of(page)
    await cards.press(FORGIVEN.video_id, "not_interested")
    await rated(traffic, "not_interested", FORGIVEN.video_id)
    await opened_in_order(page, traffic, f"{YOUTUBE}/?plain")
    await (await drawer(page)).locator(f"[data-video-id='{FORGIVEN.video_id}'] [data-action=forgive]").click()
    await rated(traffic, "clear_rating", FORGIVEN.video_id)
    await expect(page.locator(f"ytd-rich-item-renderer h3 a[href='/watch?v={FORGIVEN.video_id}']")).to_be_visible()
    async with asyncio.timeout(PATIENCE_SECONDS):
        while (await cards.buttons(FORGIVEN.video_id))["not_interested"]["aria-pressed"] == "true":
            pass  # a closed root tells of no change


async def test_the_page_sees_a_button_and_nothing_else(page: Page, traffic: Traffic) -> None:
    await page.add_init_script(
        "window.caught = []; for (const name of ['ownfeed-bar', 'ownfeed-panel']) customElements.define(name, class extends HTMLElement {"
        "connectedCallback() { window.caught.push(this.shadowRoot, this.firstElementChild.shadowRoot, this.textContent || null,"
        "this.querySelector('button, iframe')); }});"
    )
    await opened_in_order(page, traffic, f"{YOUTUBE}/?plain")
    inside = await drawer(page)
    assert set(await page.evaluate("() => window.caught")) == {None}
    assert await page.evaluate("title => window.find(title)", WATCHED.title) is False
    assert await inside.locator("h1").text_content() == "Hidden videos"
    address = f"chrome-extension://{EXTENSION_ID}/panel/hidden.html?scheme=light"
    assert inside.url == address
    loaded = await page.evaluate("() => performance.getEntriesByType('resource').map(entry => entry.name)")
    assert {entry for entry in loaded if entry.startswith("chrome-extension:") and "/panel/" in entry} <= {address}
    assert await page.locator("ownfeed-bar").evaluate("bar => bar.attributes.length") == 1


async def test_the_button_closes_what_it_opened_and_youtube_hears_no_key_of_it(page: Page, traffic: Traffic) -> None:
    await opened_in_order(page, traffic, f"{YOUTUBE}/?plain")
    await drawer(page)
    roots = await ClosedRoots.of(page)
    assert (await roots.corner())["aria-expanded"] == "true"
    await roots.press_corner()
    await page.wait_for_selector("ownfeed-panel", state="detached")
    assert (await roots.corner())["aria-expanded"] == "false"
    await page.keyboard.press(" ")
    await page.wait_for_selector("ownfeed-panel")
    assert await page.evaluate("() => replica.keys") == []


async def test_the_button_stays_in_place_while_the_page_grows_and_goes_with_the_last_hidden_card(
    page: Page, traffic: Traffic
) -> None:
    await page.add_init_script(
        "window.placed = 0; customElements.define('ownfeed-bar', class extends HTMLElement { connectedCallback() { window.placed += 1; } });"
    )
    await opened_in_order(page, traffic, f"{YOUTUBE}/?plain")
    await page.wait_for_selector("ownfeed-bar", state="attached")
    await to_the_end(page, 2 * FEED)
    await traffic.slate(2)
    await page.wait_for_selector(f"{GRID} > :nth-child({2 * FEED})[style*=order]", state="attached")
    assert await page.evaluate("() => window.placed") == 1
    await page.evaluate(
        f"() => document.querySelectorAll('{GRID} > [style*=\"display: none\"]').forEach(cell => cell.remove())"
    )
    await page.wait_for_selector("ownfeed-bar", state="detached")


async def test_what_is_shown_for_want_of_others_is_not_said_to_be_hidden(
    page: Page, traffic: Traffic, paired: DaemonProcess
) -> None:
    unwanted = {clip(number).video_id for number in range(20)}
    for video_id in unwanted:
        await paired.post(f"/api/videos/{video_id}/rate", {"rating": "not_interested"})
    await opened_in_order(page, traffic, f"{YOUTUBE}/?plain")
    shown = unwanted & set(await video_ids(page))
    assert len(shown) == len(unwanted) - FEED // 2, "half of a batch is hidden at the most"
    videos = (await drawer(page)).locator(".of-hidden")
    listed = set(await videos.evaluate_all("all => all.map(video => video.dataset.videoId)"))
    assert listed & unwanted == unwanted - shown
    for video_id in unwanted:
        await paired.post(f"/api/videos/{video_id}/rate", {"rating": "none"})
