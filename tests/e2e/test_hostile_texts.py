"""[E3] Whatever a title, a channel, an interest or a reason says, it is text: no script of it runs, and the layout holds."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, Route, expect

from tests.e2e.chromium import EXTENSION_ID
from tests.e2e.conftest import YOUTUBE
from tests.e2e.daemon_process import DaemonProcess
from tests.e2e.hostile import hostile_texts
from tests.e2e.own_pages import OPTIONS, POPUP, open_own
from tests.e2e.traffic import Traffic
from tests.pages import page_data

Json = dict[str, Any]
TRAP = "window.hostile = () => console.error('a hostile script ran');"
OVERFLOWS = """() => {
    const {scrollWidth, clientWidth} = document.documentElement;
    const wide = [...document.querySelectorAll('body *')].filter(each => each.scrollWidth > clientWidth && getComputedStyle(each).overflowX === 'visible');
    return scrollWidth > clientWidth ? wide.map(each => each.outerHTML.slice(0, 200)) : null;
}"""
TEXTS = hostile_texts()


def ids(count: int) -> list[str]:
    return [f"hostile{number:04d}" for number in range(count)]


def reasons(text: str) -> list[Json]:
    return [{"kind": "channel", "text": text, "contribution": 1.0}, {"kind": text, "text": text, "contribution": -0.5}]


def video(video_id: str, text: str) -> Json:
    """A video of the feed in which everything that is text is this one."""
    return {
        "video_id": video_id,
        "title": text,
        "channel_name": text,
        "channel_id": text,
        "duration_seconds": 61,
        "view_count": 10,
        "published_at": text,
        "url": f"{YOUTUBE}/watch?v={video_id}",
        "thumbnail_url": f"https://i.ytimg.com/vi/{video_id}/mqdefault.jpg",
        "rating": None,
        "watched": False,
        "score": 1.0,
        "persona": {"index": 0, "label": text},
        "reasons": reasons(text),
    }


def feed() -> Json:
    videos = [video(video_id, text) for video_id, text in zip(ids(len(TEXTS)), TEXTS, strict=True)]
    about = {"slate_id": None, "state": "ready", "message": TEXTS[0], "generated_at": "2026-11-20T10:00:00Z"}
    return {**about, "total": len(videos), "videos": videos}


def personas() -> Json:
    about = {"activity_score": 0.5, "video_count": 3, "muted": False}
    return {"personas": [{"index": index, "label": text, **about} for index, text in enumerate(TEXTS)]}


def categories() -> Json:
    about = {"active": True, "source": "own", "description": "", "interest_score": 1.0}
    return {"categories": [{"id": i, "name": text, "keywords": [text], **about} for i, text in enumerate(TEXTS)]}


ANSWERS: dict[str, Callable[[], Json]] = {
    "/api/videos": feed,
    "/api/videos/personas": personas,
    "/api/videos/categories": categories,
}


@pytest_asyncio.fixture(loop_scope="session")
async def hostile(page: Page, paired: DaemonProcess, chromium: BrowserContext) -> AsyncIterator[Page]:
    """A tab of a browser whose daemon says nothing but hostile texts."""
    await page.add_init_script(TRAP)

    async def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path in ANSWERS and route.request.method == "GET":
            made = ANSWERS[path]()
        elif path.startswith("/api/videos/hostile"):
            video_id = path.rpartition("/")[2]
            made = video(video_id, TEXTS[int(video_id[-4:])])
        else:
            await route.fallback()
            return
        await route.fulfill(body=json.dumps(made), content_type="application/json")

    await chromium.route("http://127.0.0.1:*/api/**", answer)
    yield page
    await chromium.unroute("http://127.0.0.1:*/api/**", answer)


def whole(text: str) -> bool:
    """Whether it has no half character, for which a reply in UTF-8 has no place."""
    return not any("\ud800" <= character <= "\udfff" or character == "\ufffd" for character in text)


async def test_the_popup_shows_hostile_texts_as_text_and_keeps_its_width(hostile: Page) -> None:
    await hostile.set_viewport_size({"width": 440, "height": 600})
    await open_own(hostile, POPUP, "ready")
    assert await hostile.locator("[data-video-id]").count() == len(TEXTS)
    shown = await hostile.eval_on_selector_all("a.of-video-title", "all => all.map(each => each.textContent)")
    assert [text for text in shown if whole(text)] == [text for text in TEXTS if whole(text)]
    for button in await hostile.locator("button[data-action=why]").all():
        await button.evaluate("button => button.click()")
    await expect(hostile.locator(".of-why")).to_have_count(len(TEXTS))
    made = "() => document.querySelectorAll('.of-videos :is(script, style, iframe, form, video, object, base, meta, link)').length"
    assert await hostile.evaluate(made) == 0
    assert await hostile.evaluate(OVERFLOWS) is None


@pytest.mark.parametrize("field", ["url", "thumbnail_url"])
async def test_an_address_that_does_not_lead_to_youtube_is_not_shown(
    hostile: Page, monkeypatch: pytest.MonkeyPatch, field: str
) -> None:
    await hostile.goto(OPTIONS)
    for address in ("javascript:hostile()", "data:text/html,<script>hostile()</script>", "https://evil.test/x.png"):
        odd = {**feed(), "videos": [{**video("hostile0000", "A film"), field: address}]}
        monkeypatch.setitem(ANSWERS, "/api/videos", odd.copy)
        told = await hostile.evaluate("chrome.runtime.sendMessage({name: 'feed', payload: {}})")
        assert told["code"] == "garbled"


async def test_the_options_show_hostile_interests_as_text(hostile: Page) -> None:
    await open_own(hostile, OPTIONS, "ok")
    await hostile.wait_for_function("count => document.querySelectorAll('.of-interests > li').length >= count", arg=150)
    assert await hostile.evaluate(OVERFLOWS) is None


async def test_the_panel_shows_hostile_reasons_as_text(hostile: Page) -> None:
    await hostile.set_viewport_size({"width": 340, "height": 300})
    for video_id, text in list(zip(ids(len(TEXTS)), TEXTS, strict=True))[::8]:  # the popup draws all of them alike
        await open_own(hostile, f"chrome-extension://{EXTENSION_ID}/panel/why.html?video_id={video_id}", "ready")
        assert await hostile.locator(".of-why li").count() == 2, text
        assert await hostile.evaluate(OVERFLOWS) is None, text


@pytest.fixture
def hostile_replica(monkeypatch: pytest.MonkeyPatch) -> None:
    """YouTube's home page with a hostile title on every card."""
    made = page_data.home

    def renamed(value: Any, texts: Iterator[str]) -> Any:
        if isinstance(value, list):
            return [renamed(each, texts) for each in value]
        if not isinstance(value, dict):
            return value
        inside = {name: renamed(each, texts) for name, each in value.items()}
        if "lockupMetadataViewModel" in value:
            inside["lockupMetadataViewModel"]["title"] = {"content": next(texts)}
        return inside

    monkeypatch.setattr(page_data, "home", lambda *given, **named: renamed(made(*given, **named), iter(TEXTS)))


@pytest.mark.usefixtures("hostile_replica")
async def test_hostile_titles_on_youtube_are_ranked_and_run_nothing(
    page: Page, paired: DaemonProcess, traffic: Traffic
) -> None:
    await page.add_init_script(TRAP)
    await page.goto(f"{YOUTUBE}/?first=200")
    slate = await traffic.slate()
    assert len(slate["items"]) > 100
    await page.wait_for_selector("ownfeed-card", state="attached")
    titles = [card["title"] for asked in traffic.asked for card in asked["cards"]]
    assert sum("hostile()" in title for title in titles) > 50
