"""The home grid stands in the daemon's order, before it is seen; what was painted stays, and so does what is not a video."""

from __future__ import annotations

import pytest
from playwright.async_api import BrowserContext, Locator, Page

from tests.e2e.conftest import YOUTUBE
from tests.e2e.grid import (
    moves,
    opened_in_order,
    others,
    painted,
    standing,
    to_the_end,
    until_arranged,
    until_places,
    video_ids,
)
from tests.e2e.traffic import Json, Traffic, held, order
from tests.pages.catalogue import by_id, clip
from tests.pages.page_data import FEED

GRID = "ytd-continuation-item-renderer"
FOLD = 800
# The frame that paints the cards takes so long that the order waits beside what the browser has to tell of that frame.
BUSY_FRAME = """() => {
    const wait = () => { for (const until = performance.now() + 800; performance.now() < until;); };
    setTimeout(() => {
        paint();
        requestAnimationFrame(wait);
    });
}"""
pytestmark = pytest.mark.usefixtures("paired")


@pytest.mark.parametrize("cards", ["wiz", "dash", "camel", "old", "mixed"])
async def test_every_generation_of_cards_stands_in_the_daemons_order_when_it_is_first_painted(
    page: Page, traffic: Traffic, cards: str
) -> None:
    wanted = await opened_in_order(page, traffic, f"{YOUTUBE}/?stagger=10&cards={cards}")
    seen = await standing(page)
    assert len(wanted) == 19
    assert await moves(page) == []
    assert [child.video_id for child in seen if child.video_id] == wanted
    assert all(here == there for here, there in others(seen))


async def test_rows_stay_straight_where_the_first_cell_in_the_dom_carries_the_gutter(
    page: Page, traffic: Traffic
) -> None:
    await opened_in_order(page, traffic, f"{YOUTUBE}/?plain&columns=2025")
    lefts = [round(child.left) for child in await standing(page)][:21]
    assert lefts == lefts[:3] * 7
    assert lefts[0] == 32


async def test_an_order_that_comes_late_moves_only_what_is_below_the_fold(
    page: Page, chromium: BrowserContext, traffic: Traffic
) -> None:
    async with held(chromium) as release:
        await page.goto(f"{YOUTUBE}/?plain")
        await page.wait_for_selector(GRID)
        await painted(page)
        before = [child for child in await standing(page) if child.video_id]
        release.set()
        wanted = order(await traffic.slate())
    above = [child.video_id for child in before if child.top < FOLD]
    below = [video_id for video_id in wanted if video_id not in above]
    await until_arranged(page, below)
    assert await video_ids(page) == above + below
    assert await moves(page) == []


async def test_an_order_that_comes_while_a_frame_is_made_moves_nothing_of_that_frame(
    page: Page, chromium: BrowserContext, traffic: Traffic
) -> None:
    async with held(chromium) as release:
        await page.goto(f"{YOUTUBE}/?plain&held")
        await page.evaluate(BUSY_FRAME)
        release.set()
        await traffic.slate()
    await page.wait_for_selector("ytd-rich-item-renderer[style*=order]")
    await painted(page)
    places = [child.place for child in await standing(page)]
    in_that_frame = [child.place for child in await standing(page) if child.top < FOLD]
    assert in_that_frame == sorted(in_that_frame)
    assert places != sorted(places)
    assert await moves(page) == []


async def test_nothing_moves_once_the_page_was_scrolled(page: Page, chromium: BrowserContext, traffic: Traffic) -> None:
    async with held(chromium) as release:
        await page.goto(f"{YOUTUBE}/?plain")
        await page.wait_for_selector(GRID)
        before = await video_ids(page)
        await page.mouse.wheel(0, 300)
        await page.wait_for_function("() => scrollY > 0")
        await painted(page)
        release.set()
        await traffic.slate()
        await page.wait_for_selector("ytd-rich-item-renderer[style*=order]")
    assert await video_ids(page) == before


async def test_scrolling_goes_on_loading_and_every_batch_stands_in_its_order_below_the_last(
    page: Page, traffic: Traffic
) -> None:
    await opened_in_order(page, traffic, f"{YOUTUBE}/?cards=camel")
    for depth in range(2, 7):
        shown = await video_ids(page)
        await page.evaluate("() => hold()")
        await to_the_end(page, 24 * depth)
        wanted = order(await traffic.slate(depth))
        await until_places(page, [by_id(video_id).number for video_id in wanted])
        await page.evaluate("() => paint()")
        await until_arranged(page, shown + wanted)
    seen = await standing(page)
    assert len([child for child in seen if child.video_id]) >= 100
    assert all(here == there for here, there in others(seen))
    assert seen[-1].tag == GRID
    assert await moves(page) == []


async def test_a_chip_fills_the_same_cells_anew_and_no_old_place_remains(
    page: Page, chromium: BrowserContext, traffic: Traffic
) -> None:
    first = await opened_in_order(page, traffic, f"{YOUTUBE}/?plain&cards=mixed")
    async with held(chromium) as release:
        await page.locator("ytd-browse:not([hidden]) .chip", has_text="Music").click()
        await page.wait_for_selector("ytd-rich-grid-renderer[is-filtered-feed]")
        await page.wait_for_function("old => !document.querySelector(`a[href='/watch?v=${old}']`)", arg=first[0])
        await painted(page)
        assert [child.place for child in await standing(page)] == list(range(25))
        release.set()
        await traffic.slate(2)
    assert not set(await video_ids(page)) & set(first)


async def test_a_chip_whose_list_is_the_one_that_stands_moves_nothing(page: Page, traffic: Traffic) -> None:
    await opened_in_order(page, traffic, f"{YOUTUBE}/?plain")
    stood = await standing(page)
    await page.locator("ytd-browse:not([hidden]) .chip", has_text="All").click()
    await page.wait_for_selector("ytd-rich-grid-renderer[is-filtered-feed]")
    await traffic.slate(2)
    await painted(page)
    assert await standing(page) == stood
    assert await moves(page) == []


async def test_coming_back_from_a_video_finds_the_page_as_it_was_left(page: Page, traffic: Traffic) -> None:
    await opened_in_order(page, traffic, f"{YOUTUBE}/?cards=camel")
    left = await standing(page)
    await page.locator("ytd-rich-item-renderer h3 a").first.click()
    await page.wait_for_selector("ytd-watch-flexy:not([hidden])")
    await page.go_back()
    await page.wait_for_selector("ytd-browse:not([hidden])")
    assert await standing(page) == left


async def test_what_home_loads_still_while_a_video_is_watched_is_ranked_for_home(page: Page, traffic: Traffic) -> None:
    await opened_in_order(page, traffic, f"{YOUTUBE}/?plain")
    batch = {clip(number).video_id for number in range(FEED, 2 * FEED)}

    def asks_for_batch(asked: Json) -> bool:
        return batch <= {card["video_id"] for card in asked["cards"]}

    async with held(page, "**/youtubei/v1/browse*") as release:
        async with page.expect_request("**/youtubei/v1/browse*"):
            await page.evaluate("() => scrollTo(0, document.documentElement.scrollHeight)")
        await page.locator("ytd-rich-item-renderer h3 a").last.click()
        await page.wait_for_selector("#items ownfeed-card", state="attached")
        release.set()
        await traffic.until(lambda: any(map(asks_for_batch, traffic.asked)))
    ((surface, slate),) = [
        (asked["surface"], slate)
        for asked, slate in zip(traffic.asked, traffic.slates, strict=True)
        if asks_for_batch(asked)
    ]
    assert surface == "home"
    await page.go_back()
    await page.wait_for_selector("ytd-browse:not([hidden])")
    await until_arranged(page, order(slate))


async def _titles_by_tab(page: Page, first: Locator, count: int) -> list[str]:
    """The videos whose titles the tabulator comes to, beginning with the first."""
    titles = "ytd-rich-item-renderer h3 a"
    visited: list[str] = []
    await first.focus()
    while len(visited) < count:
        if await page.evaluate(f"() => document.activeElement.matches('{titles}')"):
            visited.append(str(await page.evaluate("() => new URL(document.activeElement.href).searchParams.get('v')")))
        await page.keyboard.press("Tab")
    return visited


async def test_the_keyboard_follows_the_order_that_is_seen(page: Page, traffic: Traffic) -> None:
    wanted = await opened_in_order(page, traffic, f"{YOUTUBE}/?plain")
    first = page.locator(f"ytd-rich-item-renderer h3 a[href='/watch?v={wanted[0]}']")
    assert await _titles_by_tab(page, first, 3) == wanted[:3]


async def test_the_keyboard_follows_the_order_also_after_something_was_drawn_over_a_card(
    page: Page, traffic: Traffic
) -> None:
    wanted = await opened_in_order(page, traffic, f"{YOUTUBE}/?plain")
    first = page.locator(f"ytd-rich-item-renderer h3 a[href='/watch?v={wanted[0]}']")
    await first.hover()  # draws our buttons, and YouTube's preview
    await page.mouse.move(0, 0)
    assert await _titles_by_tab(page, first, 3) == wanted[:3]
