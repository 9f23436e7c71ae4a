"""The panel that says why, in a frame on YouTube's page, where the page can read nothing of it."""

from __future__ import annotations

import pytest_asyncio
from playwright.async_api import FrameLocator, Page

from tests.e2e.accessibility import violations
from tests.e2e.chromium import EXTENSION_ID
from tests.e2e.conftest import YOUTUBE
from tests.e2e.daemon_process import DaemonProcess
from tests.e2e.own_pages import ask, open_own
from tests.e2e.traffic import Traffic

PANEL = f"chrome-extension://{EXTENSION_ID}/panel/why.html"
OPEN = """address => {
  const frame = document.createElement('iframe');
  frame.name = 'why';
  frame.src = address;
  frame.style = 'position: fixed; inset: 0 auto auto 0; z-index: 9999; width: 360px; height: 400px';
  document.body.append(frame);
  window.heard = [];
  addEventListener('message', ({source, data}) => source === frame.contentWindow && window.heard.push(data));
}"""


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def cook(paired: DaemonProcess) -> DaemonProcess:
    """A daemon that knows of one interest, so that there are reasons."""
    await paired.post("/api/videos/categories", {"name": "cooking", "source": "picked"})
    return paired


@pytest_asyncio.fixture(loop_scope="session")
async def ranked(page: Page, cook: DaemonProcess, traffic: Traffic) -> dict[str, str]:
    """The home page with a panel open; the video it explains, and one of its reasons."""
    await page.goto(YOUTUBE)
    explained = next(item for item in (await traffic.slate())["items"] if item["reasons"])
    await page.evaluate(OPEN, f"{PANEL}?video_id={explained['video_id']}")
    return {"video_id": explained["video_id"], "words": explained["reasons"][0]["text"]}


async def panel_of(page: Page) -> FrameLocator:
    """The open panel, with what it has to say, once it has been on the screen: before, a press goes to what lies under it."""
    panel = page.frame_locator("iframe[name=why]")
    body = panel.locator("body[data-state=ready]")
    await body.wait_for()
    await body.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return panel


async def test_the_panel_gives_the_reasons_the_card_was_ranked_by(page: Page, ranked: dict[str, str]) -> None:
    panel = await panel_of(page)
    assert ranked["words"] in await panel.locator(".of-why li span").all_text_contents()


async def test_the_page_cannot_read_a_word_of_it(page: Page, ranked: dict[str, str]) -> None:
    await panel_of(page)
    assert await page.evaluate("document.querySelector('[name=why]').contentDocument") is None
    for reading in ("document.body.textContent", "length", "location.href"):
        expression = f"(() => {{ try {{ return frames.why.{reading}; }} catch {{ return 'refused'; }} }})()"
        assert await page.evaluate(expression) in ("refused", 0)
    assert not await page.evaluate("words => window.find(words)", ranked["words"])
    assert ranked["words"] not in await page.content()


async def test_escape_asks_the_page_to_close_it(page: Page, ranked: dict[str, str]) -> None:
    panel = await panel_of(page)
    await panel.locator(".of-close").press("Escape")
    await page.wait_for_function("() => window.heard.length > 0")
    assert await page.evaluate("window.heard") == ["ownfeed-close"]


async def test_it_is_as_tall_as_what_it_says_and_scrolls_where_that_is_more_than_the_frame(
    page: Page, ranked: dict[str, str]
) -> None:
    panel = await panel_of(page)
    read = """card => [card.offsetHeight, card.querySelector('main').scrollHeight, innerHeight,
        card.getBoundingClientRect().top, card.querySelector('.of-fixes:last-child').getBoundingClientRect().bottom]"""
    tall, said, room, top, last = await panel.locator(".of-card").evaluate(read)
    assert said <= tall <= said + 2 < room - 100
    assert top == 8
    assert tall + top - 24 < last < tall + top
    await page.evaluate("document.querySelector('[name=why]').style.height = '120px'")
    tall, said, room, *_ = await panel.locator(".of-card").evaluate(read)
    assert tall == room - 16 < said


async def test_a_press_beside_what_it_says_asks_the_page_to_close_it(page: Page, ranked: dict[str, str]) -> None:
    panel = await panel_of(page)
    await panel.locator(".of-why h2").click()
    assert await page.evaluate("window.heard") == []
    await page.mouse.click(180, 390)
    await page.wait_for_function("() => window.heard.length > 0")
    assert await page.evaluate("window.heard") == ["ownfeed-close"]


async def test_a_channel_can_be_sent_away_from_the_panel(page: Page, ranked: dict[str, str], traffic: Traffic) -> None:
    panel = await panel_of(page)
    await panel.locator("[data-action=block]").click()
    blocked = await traffic.event(lambda told: told["type"] == "block_channel")
    assert blocked["channel_name"]


async def test_it_is_as_dark_as_the_page_around_it(page: Page, paired: DaemonProcess) -> None:
    await paired.post("/api/rank", {"surface": "home", "cards": [{"video_id": "aaaaaaaaaaa", "title": "A film"}]})
    for scheme, ground in (("dark", "rgb(24, 24, 24)"), ("light", "rgb(255, 255, 255)")):
        await open_own(page, f"{PANEL}?video_id=aaaaaaaaaaa&scheme={scheme}", "ready")
        assert await page.evaluate("getComputedStyle(document.querySelector('.of-card')).backgroundColor") == ground
        assert await page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgba(0, 0, 0, 0)"


async def test_above_its_button_it_ends_at_the_button(page: Page, paired: DaemonProcess) -> None:
    await paired.post("/api/rank", {"surface": "home", "cards": [{"video_id": "aaaaaaaaaaa", "title": "A film"}]})
    for side, gap in (("below", "top"), ("above", "innerHeight - bottom")):
        await open_own(page, f"{PANEL}?video_id=aaaaaaaaaaa&side={side}", "ready")
        read = f"(() => {{ const {{top, bottom}} = document.querySelector('.of-card').getBoundingClientRect(); return {gap}; }})()"
        assert await page.evaluate(read) == 8


async def test_it_can_be_used_by_everyone(page: Page, paired: DaemonProcess) -> None:
    await paired.post("/api/rank", {"surface": "home", "cards": [{"video_id": "aaaaaaaaaaa", "title": "A film"}]})
    await open_own(page, f"{PANEL}?video_id=aaaaaaaaaaa", "ready")
    assert (await ask(page, "why", {"videoId": "aaaaaaaaaaa"}))["reasons"] is not None
    assert await violations(page) == []
