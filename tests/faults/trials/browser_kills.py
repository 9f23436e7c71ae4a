"""[E2] The browser is killed while events flow, as a crash or the system's memory killer does it."""

from __future__ import annotations

import asyncio
import os
import random
import signal
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Final

import psutil
from playwright.async_api import BrowserContext

from tests.e2e.chromium import EXTENSION, browser
from tests.e2e.daemon_process import DaemonProcess
from tests.e2e.own_pages import OPTIONS, open_own, pair
from tests.faults.event_flow import EventFlow, broken_promises, undelivered
from tests.faults.trial import Outcome, Say, Trial
from tests.pages.server import Replica


def run(times: int, seed: int, folder: Path, say: Say, *, extension: Path = EXTENSION) -> Outcome:
    """Kill the browser this often, the daemon being away at every other time, and look what became of the events."""
    return asyncio.run(_Kills(folder, random.Random(seed), extension).run(times, say))


class _Kills:
    def __init__(self, folder: Path, rng: random.Random, extension: Path) -> None:
        self._replica, self._daemon = Replica(folder), DaemonProcess(folder / "data")
        self._profile, self._rng, self._extension = folder / "profile", rng, extension
        self._stored: list[str] = []

    async def run(self, times: int, say: Say) -> Outcome:
        await self._replica.start()
        await self._daemon.start()
        try:
            for kills in range(1, times + 1):
                await self._kill_once(away=kills % 2 == 1)
                say(f"  {kills} kills, {len(self._stored)} events answered as stored")
            failures = await self._undelivered()
        finally:
            await self._daemon.stop()
            await self._replica.stop()
        failures += broken_promises(self._stored, self._daemon.data_dir)
        return Outcome(times, failures, {"events": len(self._stored)})

    async def _kill_once(self, *, away: bool) -> None:
        flow = EventFlow()
        async with self._browser() as context:
            await self._paired(context)
            if away:
                await self._daemon.stop()
            await flow.start(await context.new_page())
            await flow.more(self._rng.randint(1, 200))
            async with context.expect_event("close"):
                _kill(self._profile)
            self._stored += flow.stored  # before anything is started again
        if away:
            await self._daemon.start(new=False)

    async def _paired(self, context: BrowserContext) -> None:
        if not self._stored:
            await pair(await context.new_page(), self._daemon.code, self._daemon.address)

    async def _undelivered(self) -> list[str]:
        async with self._browser() as context:
            page = await context.new_page()
            await open_own(page, OPTIONS, "ok")
            return await undelivered(page)

    def _browser(self) -> AbstractAsyncContextManager[BrowserContext]:
        return browser(self._profile, self._replica, extensions=[self._extension])


def _kill(profile: Path) -> None:
    """End every process of the browser of this profile at once."""
    children = psutil.Process().children(recursive=True)
    ours = [child for child in children if f"--user-data-dir={profile}" in child.cmdline()]
    assert ours
    for process in ours:
        os.kill(process.pid, signal.SIGKILL)


TRIAL: Final = Trial(
    id="E2",
    name="browser_kills",
    promise="what the extension has answered for reaches the daemon once, though the browser is killed",
    run=run,
    long=50,
)
