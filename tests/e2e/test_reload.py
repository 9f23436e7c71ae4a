"""The extension is reloaded under open pages: they take our traces away and stay quiet."""

from __future__ import annotations

import pytest
from playwright.async_api import Page

from tests.e2e.chromium import EXTENSION_ID, ClosedRoots, browser
from tests.e2e.conftest import YOUTUBE
from tests.e2e.daemon_process import DaemonProcess
from tests.e2e.own_pages import OPTIONS, open_own, type_code
from tests.pages.server import Replica


async def test_an_open_page_loses_our_buttons_quietly_when_the_extension_is_reloaded(
    replica: Replica, daemon: DaemonProcess, tmp_path_factory: pytest.TempPathFactory, console: list[str]
) -> None:
    async with browser(tmp_path_factory.mktemp("other"), replica) as context:
        options: Page = await context.new_page()
        await open_own(options, OPTIONS)
        await type_code(options, daemon.code, daemon.address)
        await options.wait_for_selector("body[data-state=ok]")
        page = await context.new_page()
        page.on("pageerror", lambda error: console.append(str(error)))
        page.on("console", lambda message: console.append(message.text) if message.type == "error" else None)
        await page.goto(f"{YOUTUBE}/?plain")
        card = await page.wait_for_selector("ownfeed-card", state="attached")
        assert card is not None
        video_id = str(await card.get_attribute("video-id"))
        # A reload closes the extension's own tabs, so nothing may be awaited in one.
        async with options.expect_event("close"):
            await options.evaluate("() => void setTimeout(() => chrome.runtime.reload(), 100)")
        await page.bring_to_front()
        await (await ClosedRoots.of(page)).press(video_id, "up")
        await page.wait_for_selector("ownfeed-card", state="detached")
        assert "[native code]" in await page.evaluate("() => fetch.toString()")
        assert EXTENSION_ID not in await page.content()
