"""The browser is killed with events on their way: what was answered as stored is there when it comes back."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import psutil
from playwright.async_api import BrowserContext

from tests.e2e.chromium import browser
from tests.e2e.daemon_process import DaemonProcess
from tests.e2e.own_pages import OPTIONS, ask, event, open_own, type_code
from tests.pages.server import Replica


def kill_browser(profile: Path) -> None:
    """End the browser of this profile at once, as a crash or a power cut ends it."""
    children = psutil.Process().children(recursive=True)
    ours = [child for child in children if f"--user-data-dir={profile}" in child.cmdline()]
    assert ours
    for process in ours:
        os.kill(process.pid, signal.SIGKILL)


async def stored_while_away(context: BrowserContext, daemon: DaemonProcess) -> list[str]:
    """Pair, take the daemon away, and store events; return the ids that were answered as stored."""
    page = await context.new_page()
    await open_own(page, OPTIONS, "unpaired")
    await type_code(page, daemon.code, daemon.address)
    await page.wait_for_selector("body[data-state=ok]")
    await daemon.stop()
    stored: list[str] = []
    for _ in range(20):
        stored += (await ask(page, "signals", {"events": [event(), event("watch")]}))["stored"]
    return stored


async def test_what_was_answered_as_stored_survives_a_killed_browser(
    replica: Replica, daemon: DaemonProcess, tmp_path: Path
) -> None:
    profile = tmp_path / "profile"
    async with browser(profile, replica) as context:
        stored = await stored_while_away(context, daemon)
        kill_browser(profile)
    await daemon.start(new=False)
    async with browser(profile, replica) as context:
        page = await context.new_page()
        await open_own(page, OPTIONS, "ok")
        assert (await ask(page, "status", {}))["waiting"] == 0
    assert len(set(stored)) == 40
    assert (await daemon.get("/api/status"))["counts"]["signals"] == 40
