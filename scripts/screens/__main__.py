"""Take the pictures of docs/screens/: a made-up person who likes programming and cooking, on the replica of YouTube.

`scripts/screenshots dashboard` takes those of the dashboard alone. Everything shown is served by the real daemon to the real extension; only the site and its videos are made up.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import Final, Literal

from playwright.async_api import BrowserContext, Page

from tests.e2e.chromium import ask_worker, browser
from tests.e2e.daemon_process import DaemonProcess
from tests.e2e.dashboard import found_out, live
from tests.pages.server import Replica

from . import own, site
from .camera import SCREENS, WINDOW, lay_popup_over, make_small
from .person import live_a_little

SCHEMES: Final[tuple[tuple[Literal["light", "dark"], str, str], ...]] = (("light", "", ""), ("dark", "-dark", "&dark"))
"""The browser's scheme, what the picture's name ends in, and what the replica is asked for."""
ORDERED: Final = dict.fromkeys(("search", "subscriptions"), "rerank")


async def main() -> None:
    """Start everything, take every picture, stop everything."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="ownfeed-screens-") as folder:
        replica, daemon = Replica(Path(folder)), DaemonProcess(Path(folder) / "data")
        await replica.start()
        await daemon.start()
        try:
            async with browser(Path(folder) / "profile", replica) as context:
                if "dashboard" in sys.argv[1:]:
                    await _dashboards(await context.new_page(), daemon)
                else:
                    await _take_all(context, daemon)
                    make_small()
        finally:
            await daemon.stop()
            await replica.stop()


async def _take_all(context: BrowserContext, daemon: DaemonProcess) -> None:
    page = await context.new_page()
    await page.set_viewport_size(WINDOW)
    await site.home(page, "home-before", "")
    await own.unpaired(page, daemon)
    await live_a_little(daemon)
    await ask_worker(context, "change-settings", {"mode": ORDERED})
    for scheme, suffix, knobs in SCHEMES:
        await page.emulate_media(color_scheme=scheme)
        await site.home(page, f"home{suffix}", knobs)
        await site.others(page, suffix, knobs)
        await own.options(page, suffix)
        await own.popup_with_reasons(page, suffix)
        lay_popup_over(f"home{suffix}", f"popup{suffix}")
        await site.opened(page, daemon, suffix, knobs)
        await site.rated(page, suffix, knobs)
    await _dashboards(page, daemon)
    await page.emulate_media(color_scheme="light")
    await ask_worker(context, "pause", {"paused": True})
    await own.popup(page, "popup-paused", "ready")
    await ask_worker(context, "pause", {"paused": False})
    await daemon.stop()
    await own.popup(page, "popup-away", "away")


async def _dashboards(page: Page, daemon: DaemonProcess) -> None:
    await live(daemon)
    await found_out(daemon, anew=True)
    for scheme, suffix, _ in SCHEMES:
        await page.emulate_media(color_scheme=scheme)
        await own.dashboard(page, daemon, suffix)


asyncio.run(main())
