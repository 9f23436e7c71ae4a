"""Popup and options in other languages: every word there, right to left where it is written so, and nothing too wide."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import pytest
from playwright.async_api import Page, ViewportSize

from tests.e2e.accessibility import violations
from tests.e2e.chromium import EXTENSION, browser
from tests.e2e.daemon_process import DaemonProcess
from tests.e2e.own_pages import OPTIONS, POPUP, open_own, pair
from tests.e2e.planted import cards
from tests.pages.server import Replica

PANELS: Final = ("start", "feed", "pages", "interests", "wishes", "data", "help")
NARROW: Final = ViewportSize(width=320, height=640)
"""As wide as 1280 pixels are at 400 %, or 640 at 200 % (WCAG 2.2, 1.4.10)."""
TOO_WIDE: Final = """() => [...document.querySelectorAll('body *')]
    .filter(each => each.checkVisibility() && !each.closest('.of-chips, .of-navigation, .of-unseen'))
    .filter(each => each.getBoundingClientRect().right > innerWidth + 1 || each.getBoundingClientRect().left < -1)
    .map(each => each.outerHTML.slice(0, 120))"""


def speaking(language: str, folder: Path) -> Path:
    """Return a copy of the extension that says everything in this language: not every Chromium has its own words in it."""
    copy = folder / "extension"
    shutil.copytree(EXTENSION, copy)
    shutil.copy(EXTENSION / "_locales" / language / "messages.json", copy / "_locales" / "en" / "messages.json")
    return copy


async def looks_right(page: Page) -> None:
    """Nothing is wider than the page, which can be used by everyone; no word is missing."""
    assert await page.evaluate(TOO_WIDE) == [], page.url
    assert await violations(page) == [], page.url


@pytest.mark.parametrize(
    ("language", "direction", "connected", "state"),
    [
        ("ar", "rtl", "متصل", "قيّم المزيد من الفيديوهات: 0 من 30."),
        ("de", "ltr", "Verbunden", "Bewerte mehr Videos: 0 von 30."),
    ],
)
async def test_the_pages_speak_a_persons_language_on_a_narrow_screen(
    language: str, direction: str, connected: str, state: str, daemon: DaemonProcess, replica: Replica, tmp_path: Path
) -> None:
    async with browser(tmp_path / "profile", replica, extensions=[speaking(language, tmp_path)]) as context:
        page = await context.new_page()
        await page.set_viewport_size(NARROW)
        await pair(page, (await daemon.post("/api/pair/code", {}))["code"], daemon.address)
        await daemon.ranks()
        await daemon.post("/api/rank", {"surface": "home", "cards": cards()})
        assert await page.evaluate("document.documentElement.dir") == direction
        assert await page.text_content(".of-connection") == connected
        for panel in PANELS:
            await page.goto(f"{OPTIONS}#{panel}")
            await page.wait_for_selector(f"#{panel}.of-open")
            await looks_right(page)
        await open_own(page, POPUP, "needs_ratings")
        await page.wait_for_selector(".of-video")
        assert state in (await page.text_content(".of-notice p") or "")
        await looks_right(page)
