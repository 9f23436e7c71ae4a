"""The daemon stops, starts, pauses: the page is as YouTube made it meanwhile, and nothing is lost."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import BrowserContext, Page, expect

from tests.e2e.answers import opened
from tests.e2e.chromium import ClosedRoots, ask_worker
from tests.e2e.conftest import YOUTUBE
from tests.e2e.daemon_process import DaemonProcess
from tests.e2e.grid import (
    MOVES,
    as_youtube_made_it,
    moves,
    opened_in_order,
    painted,
    standing,
    to_the_end,
    until_arranged,
    video_ids,
)
from tests.e2e.own_pages import POPUP, open_own
from tests.e2e.test_home_hidden import whole_watch
from tests.e2e.traffic import Traffic, held, order, rated
from tests.pages.catalogue import clip

GRID = "ytd-continuation-item-renderer"
ASK = """async () => {
    const [front] = await chrome.tabs.query({active: true, currentWindow: true});
    return chrome.tabs.sendMessage(front.id, {ownfeed: {late: true}}, {frameId: 0});
}"""
SEEN = """() => [...document.querySelectorAll('ytd-rich-item-renderer')].filter(cell => cell.getBoundingClientRect().top < innerHeight).length"""
# What YouTube's data say has been told our scripts, which listen longer.
TOLD = """() => { window.told = new Promise(done => addEventListener('message', ({data}) => {
  if (data.ownfeed === 'page-data' && JSON.parse(data.facts).place) done();
})); }"""
LATE = "What you saw in this tab before OwnFeed could answer stays where YouTube put it. Reloading the page can put it in your order."


async def test_while_the_daemon_is_away_the_page_is_as_youtube_made_it_and_back_in_order_afterwards(
    page: Page, paired: DaemonProcess, traffic: Traffic
) -> None:
    await opened_in_order(page, traffic, f"{YOUTUBE}/?cards=camel")
    await paired.stop()
    await page.goto(f"{YOUTUBE}/?paint_delay=300")
    await to_the_end(page, 48)
    await to_the_end(page, 72)
    assert await as_youtube_made_it(page)
    await paired.start(new=False)
    await paired.ranks()
    await opened_in_order(page, traffic, f"{YOUTUBE}/?cards=camel")


async def tells_of_it(page: Page) -> bool:
    """Whether the popup says that the order came too late for what was seen of the page, which is in front of it: a test's popup is a tab."""
    own = await page.context.new_page()
    await page.bring_to_front()
    await open_own(own, POPUP)
    await expect(own.locator(".of-connection")).to_have_text("Connected")
    is_late = await own.evaluate(ASK)  # answered after what the popup asks
    line = own.locator(".of-standing")
    await (expect(line).to_have_text(LATE) if is_late else expect(line).to_be_hidden())
    await own.close()
    return bool(is_late)


async def test_the_popup_says_why_what_was_seen_before_the_order_came_stands_as_youtube_put_it(
    page: Page, chromium: BrowserContext, paired: DaemonProcess, traffic: Traffic
) -> None:
    await opened_in_order(page, traffic, f"{YOUTUBE}/?cards=camel")
    assert not await tells_of_it(page)
    async with held(chromium) as release:
        known = len(traffic.slates)
        await page.goto(f"{YOUTUBE}/?plain")
        await page.wait_for_selector(GRID)
        await painted(page)
        release.set()
        await traffic.slate(known + 1)
    await page.wait_for_selector("ytd-rich-item-renderer[style*=order]")
    assert await tells_of_it(page)
    await opened_in_order(page, traffic, f"{YOUTUBE}/?cards=camel")
    assert not await tells_of_it(page)


async def test_the_popup_says_so_too_where_the_daemon_was_started_after_the_page(
    page: Page, paired: DaemonProcess, traffic: Traffic
) -> None:
    await paired.stop()
    await page.goto(f"{YOUTUBE}/?plain")
    await page.wait_for_selector(GRID)
    await painted(page)
    await paired.start(new=False)
    await paired.ranks()
    assert await tells_of_it(page)
    await opened_in_order(page, traffic, f"{YOUTUBE}/?cards=camel")
    assert not await tells_of_it(page)


async def test_when_the_daemon_comes_cards_not_yet_seen_take_their_order_and_all_get_their_thumbs(
    page: Page, paired: DaemonProcess, traffic: Traffic
) -> None:
    await page.add_init_script(MOVES)
    await paired.stop()
    await page.goto(f"{YOUTUBE}/?plain")
    await page.wait_for_selector(GRID)
    await painted(page)
    made = await video_ids(page)
    seen = [made[place] for place in range(await page.evaluate(SEEN))]
    assert seen
    known = len(traffic.slates)
    await paired.start(new=False)
    await paired.ranks()
    await traffic.until(lambda: len(traffic.slates) > known)  # somebody looks for it every half minute
    unseen = [video_id for video_id in order(traffic.slates[known]) if video_id not in seen]
    assert unseen != [video_id for video_id in made if video_id in unseen]
    await until_arranged(page, seen + unseen)
    await expect(page.locator("ownfeed-card")).to_have_count(len(made))
    assert await moves(page) == []


async def test_the_video_that_plays_has_thumbs_while_there_is_a_daemon_and_none_while_paused(
    page: Page, chromium: BrowserContext, paired: DaemonProcess
) -> None:
    row = page.locator(f"ytd-watch-metadata ownfeed-card[video-id='{clip(64).video_id}']")
    await paired.stop()
    while (await ask_worker(chromium, "status", {}))["connection"] == "ok":  # noqa: ASYNC110 - another process
        await asyncio.sleep(0.2)  # for two seconds the worker takes it for granted
    await page.goto(f"{YOUTUBE}/watch?v={clip(64).video_id}")
    await page.wait_for_selector("ytd-watch-metadata")
    await painted(page)
    await expect(row).to_have_count(0)
    await paired.start(new=False)
    await ask_worker(chromium, "status", {})  # as the popup does; without it, it is found within half a minute
    await expect(row).to_have_count(1)
    await ask_worker(chromium, "pause", {"paused": True})
    await expect(row).to_have_count(0)
    await ask_worker(chromium, "pause", {"paused": False})
    await expect(row).to_have_count(1)


async def test_a_thumb_given_while_the_daemon_is_away_arrives_when_it_is_back(
    page: Page, chromium: BrowserContext, paired: DaemonProcess, traffic: Traffic
) -> None:
    await opened_in_order(page, traffic, f"{YOUTUBE}/?plain")
    await page.wait_for_selector("ownfeed-card", state="attached")
    video_id = (await video_ids(page))[0]
    await paired.stop()
    await (await ClosedRoots.of(page)).press(video_id, "up")
    await paired.start(new=False)
    await page.goto(f"{YOUTUBE}/?plain")
    await rated(traffic, "thumbs_up", video_id)


async def test_while_paused_the_page_is_as_youtube_made_it(
    page: Page, chromium: BrowserContext, paired: DaemonProcess
) -> None:
    await ask_worker(chromium, "pause", {"paused": True})
    await page.goto(YOUTUBE)
    await to_the_end(page, 48)
    assert await as_youtube_made_it(page)
    await ask_worker(chromium, "pause", {"paused": False})


async def loads(page: Page, how: str, first: str) -> None:
    """Fill home anew in the same tab, with the chip of this name or on the way back from a video, until this video is there."""
    await page.bring_to_front()
    await page.evaluate("() => hold()")
    if how == "logo":
        await page.click("ytd-rich-item-renderer h3 a >> nth=0")
        await page.wait_for_selector("ytd-watch-flexy:not([hidden]) ytd-watch-metadata")
        await page.evaluate(TOLD)
        await page.click("#logo")
    else:
        await page.evaluate(TOLD)
        await page.locator("ytd-browse:not([hidden]) .chip", has_text=how).click()
    await page.evaluate("() => window.told.then(() => paint())")
    await page.wait_for_selector(f"ytd-browse:not([hidden]) a[href$='/watch?v={first}']", state="attached")
    await painted(page)


@pytest.mark.parametrize("back", ["All", "logo"])
async def test_what_a_tab_loads_once_paused_stands_as_youtube_put_it_though_it_had_a_place_before(
    page: Page, chromium: BrowserContext, paired: DaemonProcess, traffic: Traffic, back: str
) -> None:
    await paired.post("/api/signals", {"events": [whole_watch(clip(4))]})
    wanted = order(await opened(page, chromium, traffic, f"{YOUTUBE}/?plain&cards=mixed&held"))
    await page.evaluate("() => paint()")
    await until_arranged(page, wanted)
    assert clip(4).video_id not in await video_ids(page)
    await loads(page, "Music", clip(400).video_id)
    await ask_worker(chromium, "pause", {"paused": True})
    try:
        await loads(page, back, clip(4).video_id)
        assert [child.place for child in await standing(page)] == list(range(25))
    finally:
        await ask_worker(chromium, "pause", {"paused": False})


async def test_the_same_videos_loaded_anew_stand_as_they_stood(
    page: Page, paired: DaemonProcess, traffic: Traffic
) -> None:
    await paired.post("/api/signals", {"events": [whole_watch(clip(4))]})
    wanted = await opened_in_order(page, traffic, f"{YOUTUBE}/?plain")
    asked = len(traffic.asked)
    await loads(page, "logo", clip(4).video_id)
    await traffic.until(lambda: any(question["surface"] == "home" for question in traffic.asked[asked:]))
    await painted(page)
    assert await video_ids(page) == wanted


async def test_where_an_order_is_chosen_cards_not_yet_seen_take_it_at_once(
    page: Page, chromium: BrowserContext, paired: DaemonProcess, traffic: Traffic
) -> None:
    before = (await paired.get("/api/settings"))["mode"]
    await ask_worker(chromium, "change-settings", {"mode": before | {"home": "decorate"}})
    await page.goto(f"{YOUTUBE}/?plain")
    await traffic.slate()
    await page.wait_for_selector("ownfeed-card", state="attached")
    seen = [child.video_id for child in (await standing(page))[: await page.evaluate(SEEN)]]
    assert await page.locator("ytd-rich-item-renderer[style*=order]").count() == 0
    await ask_worker(chromium, "change-settings", {"mode": before})
    await page.bring_to_front()
    unseen = [video_id for video_id in order(await traffic.slate(2)) if video_id not in seen]
    await until_arranged(page, [each for each in seen if each] + unseen)


async def test_once_paused_thumbs_go_from_an_open_page_and_are_back_afterwards(
    page: Page, chromium: BrowserContext, paired: DaemonProcess, traffic: Traffic
) -> None:
    await opened_in_order(page, traffic, f"{YOUTUBE}/?plain")
    thumbs = page.locator("ownfeed-card")
    await expect(thumbs).to_have_count(24)
    await ask_worker(chromium, "pause", {"paused": True})
    await expect(thumbs).to_have_count(0)
    await page.bring_to_front()
    await to_the_end(page, 48)
    await expect(thumbs).to_have_count(0)
    await ask_worker(chromium, "pause", {"paused": False})
    await expect(thumbs).to_have_count(48)


async def test_where_a_surface_is_off_the_page_is_as_youtube_made_it(
    page: Page, chromium: BrowserContext, paired: DaemonProcess
) -> None:
    before = (await paired.get("/api/settings"))["mode"]
    await ask_worker(chromium, "change-settings", {"mode": before | {"home": "off"}})
    await page.goto(YOUTUBE)
    await to_the_end(page, 48)
    assert await as_youtube_made_it(page)
    await ask_worker(chromium, "change-settings", {"mode": before})
    thumbs = page.locator("ownfeed-card")
    await expect(thumbs).not_to_have_count(0)  # on the open page, at once
    await ask_worker(chromium, "change-settings", {"mode": before | {"home": "off"}})
    await expect(thumbs).to_have_count(0)
    await ask_worker(chromium, "change-settings", {"mode": before})


async def test_an_empty_home_page_is_left_alone(page: Page, paired: DaemonProcess) -> None:
    await page.goto(f"{YOUTUBE}/?nothing")
    await page.wait_for_selector("ytd-rich-grid-renderer", state="attached")
    assert await as_youtube_made_it(page)
    assert await standing(page) == []
