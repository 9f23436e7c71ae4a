"""What pages of ours on YouTube's home page ask for: the pictures of what they list, of the host the README names, and nothing where none stands."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, Request

from tests.daemon.serving import ROOT
from tests.e2e.chromium import EXTENSION_ID, ask_worker
from tests.e2e.conftest import YOUTUBE
from tests.e2e.daemon_process import DaemonProcess
from tests.e2e.grid import opened_in_order
from tests.e2e.planted import cards
from tests.e2e.test_hidden_drawer import drawer
from tests.e2e.test_home_hidden import whole_watch
from tests.e2e.test_own_list import inside
from tests.e2e.traffic import Traffic
from tests.faults.trials.leaving import HEADING, told
from tests.pages.catalogue import clip

README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest_asyncio.fixture(loop_scope="session", autouse=True)
async def known(chromium: BrowserContext, paired: DaemonProcess) -> AsyncIterator[None]:
    """Videos to list, and one to hide; afterwards home is as at first."""
    await paired.post("/api/rank", {"surface": "home", "cards": cards()})
    await paired.post("/api/signals", {"events": [whole_watch(clip(4))]})
    yield
    await ask_worker(chromium, "change-settings", {"mode": {"home": "rerank"}})


@contextmanager
def asked_by_ours(page: Page) -> Iterator[list[str]]:
    """Note the addresses outside of the extension that its frames on a page ask for."""
    asked: list[str] = []

    def note(request: Request) -> None:
        asks_itself = urlsplit(request.url).scheme == "chrome-extension"
        if not asks_itself and request.frame.url.startswith(f"chrome-extension://{EXTENSION_ID}/"):
            asked.append(request.url)

    page.on("request", note)
    yield asked
    page.remove_listener("request", note)


def pictures_of(asked: list[str]) -> set[str]:
    """The videos whose pictures were asked for; nothing else may have been, and of nobody else."""
    assert {urlsplit(url).hostname for url in asked} == told(README, of_browser=True)
    assert all(url.endswith("/mqdefault.jpg") for url in asked)
    return {urlsplit(url).path.split("/")[2] for url in asked}


@pytest.mark.parametrize(
    ("mode", "knobs", "named"),
    [
        ("shelf", "plain", "the shelf"),
        ("replace", "plain", "the page of your own"),
        ("rerank", "first=0", "shows nothing"),
    ],
)
async def test_a_list_on_home_asks_for_its_pictures_and_the_readme_says_so(
    page: Page, chromium: BrowserContext, mode: str, knobs: str, named: str
) -> None:
    await ask_worker(chromium, "change-settings", {"mode": {"home": mode}})
    with asked_by_ours(page) as asked:
        await page.goto(f"{YOUTUBE}/?{knobs}")
        frame = await inside(page)
        first = frame.locator(".of-video").first
        await first.locator("img").evaluate(
            "image => image.complete || new Promise(done => { image.onload = image.onerror = done; })"
        )
        listed = await frame.locator(".of-video").evaluate_all("all => all.map(one => one.dataset.videoId)")
    pictures = pictures_of(asked)
    assert await first.get_attribute("data-video-id") in pictures
    assert pictures <= set(listed)
    assert named in README.split(HEADING)[1].split("i.ytimg.com")[1].splitlines()[0]


async def test_where_no_list_stands_nothing_is_asked_for_until_what_is_hidden_is_looked_at(
    page: Page, traffic: Traffic
) -> None:
    with asked_by_ours(page) as asked:
        await opened_in_order(page, traffic, f"{YOUTUBE}/?plain")
        await page.wait_for_selector("ownfeed-bar", state="attached")
        assert asked == []
        hidden = await drawer(page)
        await hidden.locator("img").first.evaluate(
            "image => image.complete || new Promise(done => { image.onload = image.onerror = done; })"
        )
    assert pictures_of(asked) == {clip(4).video_id}
    assert "what is hidden" in README.split(HEADING)[1].split("i.ytimg.com")[1].splitlines()[0]
