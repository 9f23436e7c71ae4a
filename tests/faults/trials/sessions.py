"""[W1] People watch in every way there is, and what is stored of it is what they watched."""

from __future__ import annotations

import asyncio
import random
import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from playwright.async_api import BrowserContext, Error, Page

from tests.e2e.chromium import EXTENSION, new_window, unchanged_browser
from tests.e2e.daemon_process import DaemonProcess
from tests.e2e.own_pages import ask, pair
from tests.faults.looking import stored_watches
from tests.faults.session_script import Script, least_watched, told, written
from tests.faults.session_stage import Stage
from tests.faults.trial import Outcome, Say, Trial
from tests.pages.catalogue import clip
from tests.pages.server import Replica

WINDOWS: Final = 3
"""So many sessions at once, each in a window of its own."""
SHARE: Final = 0.02
SECONDS: Final = 1.0
"""How far the store may be from the truth: the greater of a share of it and of so many seconds."""
FIRST: Final = 100
VIDEOS: Final = 20
RANGES: Final = 40
"""Each session has its own twenty videos of the catalogue from the hundredth on; after forty sessions from the first again."""
DELIVERED_WITHIN_SECONDS: Final = 5


def run(
    times: int, seed: int, folder: Path, say: Say, *, extension: Path = EXTENSION, scripts: Sequence[Script] = ()
) -> Outcome:
    """Play this many sessions made up from the seed, or the given ones; extension: another one than the product's."""
    rng = random.Random(seed)
    return asyncio.run(_Sessions(folder, say).run(scripts or [written(rng) for _ in range(times)], extension))


class _Sessions:
    def __init__(self, folder: Path, say: Say) -> None:
        self._folder, self._say = folder, say
        self._replica, self._daemon = Replica(folder), DaemonProcess(folder / "data")
        self._free = asyncio.Semaphore(WINDOWS)
        self._outcome, self._errors = Outcome(), list[float]()
        self._seconds, self._told, self._all_played = 0.0, set[str](), True

    async def run(self, scripts: Sequence[Script], extension: Path) -> Outcome:
        await self._replica.start()
        await self._daemon.start()
        try:
            async with unchanged_browser(self._folder / "profile", self._replica, extensions=[extension]) as context:
                options = await context.new_page()
                await pair(options, self._daemon.code, self._daemon.address)
                await asyncio.gather(*(self._session(context, options, *each) for each in enumerate(scripts)))
        finally:
            await self._daemon.stop()
            await self._replica.stop()
        return self._summed()

    async def _session(self, context: BrowserContext, options: Page, number: int, script: Script) -> None:
        async with self._free:
            stage = Stage(await new_window(context, f"session-{number}"), clip(FIRST + number % RANGES * VIDEOS))
            name = f"session {number + 1} ({told(script)})"
            try:
                await stage.perform(script)
            except Error as error:
                self._all_played = False
                self._outcome.failures.append(f"{name}: cannot be played: {error.message.splitlines()[0]}")
            else:
                await self._compare(name, script, stage, options)
            await stage.clear()
            self._outcome.times += 1
            self._say(f"  {self._outcome.times} sessions, {self._seconds:.0f} s played; {told(script)}")

    async def _compare(self, name: str, script: Script, stage: Stage, options: Page) -> None:
        played = {video_id: seconds for video_id, seconds in stage.played.items() if seconds}
        total = sum(played.values())
        if total < least_watched(script):
            self._outcome.failures.append(f"{name}: plays {total:.1f} s, less than its acts say")
        stored = await self._delivered(played, options)
        self._seconds += total
        self._errors += [stored[video_id] - seconds for video_id, seconds in played.items()]
        self._outcome.failures += [
            f"{name}: {stored[video_id]:.2f} s of {video_id} are stored, {seconds:.2f} s were played"
            for video_id, seconds in played.items()
            if not _is_close(stored[video_id], seconds)
        ]

    async def _delivered(self, played: dict[str, float], options: Page) -> dict[str, float]:
        """What is stored of these videos, once it is about what was played, or after a while."""
        deadline = asyncio.get_running_loop().time() + DELIVERED_WITHIN_SECONDS
        while True:
            waiting = (await ask(options, "status", {}))["waiting"]  # each question is another try
            rows = self._rows(played)
            stored = {each: sum(seconds for video_id, seconds in rows.values() if video_id == each) for each in played}
            is_right = not waiting and all(_is_close(stored[each], played[each]) for each in played)
            if is_right or asyncio.get_running_loop().time() > deadline:
                self._told |= rows.keys()
                return stored

    def _rows(self, played: dict[str, float]) -> dict[str, tuple[str, float]]:
        """The watches of these videos that no earlier session had: video and seconds by id."""
        found = self._stored()
        return {row: about for row, about in found.items() if about[0] in played and row not in self._told}

    def _stored(self) -> dict[str, tuple[str, float]]:
        return stored_watches(self._daemon.data_dir / "ownfeed.db")

    def _summed(self) -> Outcome:
        strange = self._stored().keys() - self._told
        if strange and self._all_played:
            self._outcome.failures.append(f"{len(strange)} watches are stored of what nobody watched")
        if self._errors:
            absolute = sorted(map(abs, self._errors))
            self._outcome.figures |= {
                "videos": len(absolute),
                "seconds played": round(self._seconds),
                "median error, s": round(statistics.median(absolute), 3),
                "greatest error, s": round(absolute[-1], 3),
                "sum of errors, s": round(sum(self._errors), 1),
            }
        return self._outcome


def _is_close(stored: float, played: float) -> bool:
    return abs(stored - played) <= max(SECONDS, SHARE * played)


TRIAL: Final = Trial(
    id="W1",
    name="sessions",
    promise="the seconds stored of a video are those that were played, within 2 % or 1 s",
    run=run,
    long=30,
)
