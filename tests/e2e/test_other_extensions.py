"""Beside an extension that changes the same cards, data and requests: each does its own, and neither fights the other."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page

from tests.e2e.chromium import EXTENSION, ClosedRoots, browser
from tests.e2e.conftest import YOUTUBE, watched_tab
from tests.e2e.daemon_process import DaemonProcess
from tests.e2e.grid import until_arranged, video_ids
from tests.e2e.own_pages import pair
from tests.e2e.traffic import Traffic, listening, order, rated
from tests.pages.catalogue import by_id, clip
from tests.pages.server import Replica

OTHER: Final = Path(__file__).parent / "other_extension"
BELOW: Final = 12
"""From which of YouTube's places on a card is below the window."""
HIDDEN: Final = "() => [...document.querySelectorAll('.other-hidden a[href*=watch]')].map(a => new URL(a.href).searchParams.get('v'))"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shared(
    replica: Replica, daemon: DaemonProcess, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[BrowserContext]:
    """A paired browser with both extensions."""
    async with browser(tmp_path_factory.mktemp("shared"), replica, extensions=[EXTENSION, OTHER]) as context:
        options = await context.new_page()
        await pair(options, daemon.code, daemon.address)
        await daemon.ranks()
        yield context


@pytest_asyncio.fixture(loop_scope="session")
async def tab(shared: BrowserContext, console: list[str]) -> AsyncIterator[Page]:
    """A tab; what goes wrong in it fails the test."""
    async with watched_tab(shared, console) as page:
        yield page


@pytest_asyncio.fixture(loop_scope="session")
async def both(shared: BrowserContext) -> AsyncIterator[Traffic]:
    """What passes between our extension and the daemon."""
    async with listening(shared) as noted:
        yield noted


@pytest.mark.parametrize("cards", ["camel", "old"])
async def test_the_order_is_the_daemons_and_what_another_hides_stays_hidden(
    tab: Page, both: Traffic, cards: str
) -> None:
    await tab.goto(f"{YOUTUBE}/?plain&held&skeleton&cards={cards}")
    await tab.evaluate("() => paint()")
    await tab.wait_for_selector(".other-hidden", state="attached")
    wanted = order(await both.slate())
    hidden = set(await tab.evaluate(HIDDEN))
    assert len(hidden) > 3
    await tab.wait_for_selector("ownfeed-card", state="attached")
    shown = await video_ids(tab)
    assert not hidden & set(shown)
    # The other keeps the page's data to itself, so the order comes after the cards: what is painted by then stays.
    await until_arranged(tab, [each for each in wanted if each in shown and by_id(each).number >= BELOW])
    seen = await both.event(lambda e: e["type"] == "impression" and both.is_of_now(e))
    assert seen["video_id"] not in hidden
    assert seen["video"]["title"] == by_id(seen["video_id"]).title, "the title its channel gave it"
    assert await tab.evaluate("() => otherSaw.data") == 1


async def test_thumbs_stand_beside_the_marks_of_another_and_rate_what_they_stand_on(tab: Page, both: Traffic) -> None:
    await tab.goto(f"{YOUTUBE}/?plain")
    await tab.wait_for_selector("ownfeed-card", state="attached")
    video_id = (await video_ids(tab))[2]
    await (await ClosedRoots.of(tab)).press(video_id, "up")
    sent = await rated(both, "thumbs_up", video_id)
    assert sent["video"]["title"] == by_id(video_id).title


async def test_both_hear_what_youtube_fetches(tab: Page, both: Traffic) -> None:
    await tab.goto(f"{YOUTUBE}/watch?v={clip(60).video_id}")
    await tab.wait_for_selector("#related ownfeed-card", state="attached")
    await tab.click(f"#related a[href='/watch?v={clip(61).video_id}'] >> nth=0")
    beside = f"ytd-watch-metadata[video-id='{clip(61).video_id}']"  # not what the video before had, as the address changes first
    await tab.wait_for_selector(f"{beside} ownfeed-card[video-id='{clip(61).video_id}']", state="attached")
    await (await ClosedRoots.of(tab)).press(clip(61).video_id, "up")
    sent = await rated(both, "thumbs_up", clip(61).video_id)
    assert sent["video"]["tags"][0] == clip(61).topic, "from the answer that another passed on"
    assert await tab.evaluate("() => otherSaw.fetched") > 1


async def test_a_row_that_insists_on_the_same_place_is_let_have_it(tab: Page) -> None:
    await tab.goto(f"{YOUTUBE}/watch?v={clip(60).video_id}")
    await tab.wait_for_selector("ytd-watch-metadata ownfeed-card", state="attached")
    for _ in range(3):  # each change makes both look again
        await tab.evaluate("() => document.querySelector('#middle-row').append(document.createElement('i'))")
        await tab.evaluate("() => new Promise(done => setTimeout(done, 200))")
    assert int(await tab.evaluate("() => document.documentElement.dataset.insisted")) <= 2
    assert await tab.locator("ytd-watch-metadata ownfeed-card").count() == 1
