"""The extension is reloaded under open pages: they take our traces away and stay quiet."""

from __future__ import annotations

from contextlib import suppress

import pytest
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page

from tests.e2e.chromium import EXTENSION_ID, ClosedRoots, browser, note_errors
from tests.e2e.conftest import YOUTUBE
from tests.e2e.daemon_process import DaemonProcess
from tests.e2e.own_pages import OPTIONS, ask, open_own, type_code
from tests.e2e.planted import cards
from tests.pages.server import Replica


async def test_an_open_page_loses_all_of_ours_quietly_when_the_extension_is_reloaded(
    replica: Replica, daemon: DaemonProcess, tmp_path_factory: pytest.TempPathFactory, console: list[str]
) -> None:
    await daemon.post("/api/rank", {"surface": "home", "cards": cards()})
    async with browser(tmp_path_factory.mktemp("other"), replica) as context:
        options: Page = await context.new_page()
        await open_own(options, OPTIONS)
        await type_code(options, daemon.code, daemon.address)
        await options.wait_for_selector("body[data-state=ok]")
        await ask(options, "change-settings", {"mode": {"home": "shelf"}})
        page = await context.new_page()
        note_errors(page, console)
        # A video covers home, whose shelf stays for the way back.
        await page.goto(f"{YOUTUBE}/?plain&held")
        await page.wait_for_selector("ownfeed-shelf", state="attached")
        await page.evaluate("() => paint()")
        await page.click("ytd-rich-item-renderer h3 a")
        row = await page.wait_for_selector("ytd-watch-metadata ownfeed-card", state="attached")
        await page.wait_for_selector("#related ownfeed-card", state="attached")
        assert row is not None
        video_id = str(await row.get_attribute("video-id"))
        assert await page.locator("ownfeed-shelf").count() == 1
        other = await context.new_page()
        note_errors(other, console)
        await other.goto(f"{YOUTUBE}/watch?v={video_id}")
        await other.wait_for_selector("ytd-watch-metadata ownfeed-card", state="attached")
        # A reload closes the extension's own tabs, so nothing may be awaited in one.
        async with options.expect_event("close"):
            await options.evaluate("() => void setTimeout(() => chrome.runtime.reload(), 100)")
        await other.bring_to_front()
        with suppress(LookupError, PlaywrightError):
            await (await ClosedRoots.of(other)).press(video_id, "why")
        await other.wait_for_selector("ownfeed-card", state="detached")
        assert await other.locator("ownfeed-card, ownfeed-panel").count() == 0
        await page.bring_to_front()
        # Whatever of ours asks the extension first finds it gone. On a busy machine that is not always this press.
        with suppress(LookupError, PlaywrightError):
            await (await ClosedRoots.of(page)).press(video_id, "up")
        await page.wait_for_selector("ownfeed-card, ownfeed-shelf", state="detached")
        assert await page.locator("ownfeed-card, ownfeed-shelf").count() == 0
        assert "[native code]" in await page.evaluate("() => fetch.toString()")
        assert EXTENSION_ID not in await page.content()
