"""The sidebar beside a video stands in the daemon's order by the same rules as the home grid."""

from __future__ import annotations

import json

import pytest
from playwright.async_api import BrowserContext, Page, Request

from tests.e2e.conftest import YOUTUBE
from tests.e2e.grid import (
    SIDEBAR,
    SIDEBAR_UNDER_CHIPS,
    moves,
    opened_in_order,
    others,
    painted,
    standing,
    until_arranged,
    until_places,
    video_ids,
)
from tests.e2e.traffic import Traffic, held, order
from tests.pages.catalogue import by_id, clip

pytestmark = pytest.mark.usefixtures("paired")
PLAYING = clip(60).video_id
FOLD = 800
# The chips above the sidebar go, and what held its cards with them: YouTube makes the cards anew, in its own order.
WITHOUT_CHIPS = """() => {
    const items = document.querySelector('ytd-watch-flexy:not([hidden]) #items');
    const cards = [...items.querySelectorAll('yt-lockup-view-model')].map(card => card.cloneNode(true));
    for (const card of cards) {
        card.removeAttribute('style');
        card.querySelector('ownfeed-card')?.remove();
    }
    items.replaceChildren(...cards);
}"""


@pytest.mark.parametrize(("knob", "where"), [("", SIDEBAR), ("&sidebar=chips", SIDEBAR_UNDER_CHIPS)])
async def test_the_sidebar_stands_in_the_daemons_order_when_it_is_first_painted(
    page: Page, traffic: Traffic, knob: str, where: str
) -> None:
    wanted = await opened_in_order(page, traffic, f"{YOUTUBE}/watch?v={PLAYING}{knob}", where)
    seen = await standing(page, where)
    assert len(wanted) == 12
    assert [child.video_id for child in seen if child.video_id] == wanted
    assert all(here == there for here, there in others(seen))
    assert seen[-1].tag == "ytd-continuation-item-renderer"
    assert await moves(page) == []


async def test_the_sidebar_keeps_its_order_when_its_chips_go(page: Page, traffic: Traffic) -> None:
    address = f"{YOUTUBE}/watch?v={PLAYING}&sidebar=chips&plain"
    wanted = await opened_in_order(page, traffic, address, SIDEBAR_UNDER_CHIPS)
    await page.evaluate(WITHOUT_CHIPS)
    await until_arranged(page, wanted, SIDEBAR)


async def test_a_late_order_of_the_sidebar_moves_only_what_is_below_the_fold(
    page: Page, chromium: BrowserContext, traffic: Traffic
) -> None:
    asked: list[Request] = []
    chromium.on("request", lambda request: asked.append(request) if request.url.endswith("/api/rank") else None)
    async with held(chromium) as release:
        await page.goto(f"{YOUTUBE}/watch?v={PLAYING}")
        await page.wait_for_selector("#items yt-lockup-view-model")
        await painted(page)
        above = [child.video_id for child in await standing(page, SIDEBAR) if child.video_id and child.top < FOLD]
        release.set()
        wanted = order(await traffic.slate())
    below = [video_id for video_id in wanted if video_id not in above]
    await until_arranged(page, below, SIDEBAR)
    assert await video_ids(page, SIDEBAR) == above + below
    assert json.loads(asked[0].post_data or "{}")["context"] == {"now_playing": PLAYING}


async def test_the_next_videos_sidebar_has_an_order_of_its_own_and_scrolling_loads_more(
    page: Page, traffic: Traffic
) -> None:
    first = await opened_in_order(page, traffic, f"{YOUTUBE}/watch?v={PLAYING}", SIDEBAR)
    await page.evaluate("() => hold()")
    await page.click(f"#items a[href='/watch?v={first[3]}'] >> nth=1")
    second = order(await traffic.slate(2))
    await until_places(page, [place(video_id, first[3]) for video_id in second], SIDEBAR)
    await page.evaluate("() => paint()")
    await until_arranged(page, second, SIDEBAR)
    await page.evaluate("() => { hold(); scrollTo(0, document.documentElement.scrollHeight); }")
    third = order(await traffic.slate(3))
    await until_places(page, [place(video_id, first[3]) for video_id in second + third], SIDEBAR)
    await page.evaluate("() => paint()")
    await until_arranged(page, second + third, SIDEBAR)


async def test_the_next_videos_sidebar_is_asked_for_beside_it_though_the_address_changes_later(
    page: Page, traffic: Traffic
) -> None:
    first = await opened_in_order(page, traffic, f"{YOUTUBE}/watch?v={PLAYING}&late", SIDEBAR)
    await page.click(f"#items a[href='/watch?v={first[3]}'] >> nth=1")
    await traffic.slate(2)
    assert traffic.asked[1]["context"] == {"now_playing": first[3]}


def place(video_id: str, playing: str) -> int:
    """Where YouTube put a video beside another: in the order of numbers, with an ad at 2 and a mix at 5."""
    after = by_id(video_id).number - by_id(playing).number - 1
    return after + (after >= 2) + (after >= 4)
