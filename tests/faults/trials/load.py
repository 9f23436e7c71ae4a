"""[J4, L1, L2] Fifty signals a second while pages are ranked, a history is imported, copied and clustered, and the feed read.

Whoever only asks whether OwnFeed runs is answered from the same loop: how long that takes is the loop's lag.
"""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import aiohttp
import numpy as np

from scripts.benchmarks.filled import filled_directory
from scripts.benchmarks.imports import write_json
from tests.daemon.serving import ownfeed, serving
from tests.faults.lag import Lag, lag_watched
from tests.faults.looking import looked_at
from tests.faults.traffic import HeavyUser, every, percentiles
from tests.faults.trial import Outcome, Say, Trial

SECONDS: Final = 1_800
MEASURED_SECONDS: Final = 60
"""From so long a run on there are many videos, a burst, and the figures are judged."""
VIDEOS: Final = 100_000
WATCHES: Final = 20_000
FEW_VIDEOS: Final = 2_000
FEW_WATCHES: Final = 200
SINGLES_A_SECOND: Final = 25
BATCHES_A_SECOND: Final = 5
BATCH: Final = 5
WATCHED: Final = 0.02
"""The share of watches, one a second; the others are impressions, of which a page makes dozens."""
PAGES_AN_HOUR: Final = 1_800
FEEDS_AN_HOUR: Final = 1_800
NEW_OF_A_PAGE: Final = 20
BURST: Final = 5_000
BURST_BATCH: Final = 500
CONNECTIONS: Final = 32
"""The daemon has 64, and the others are not to be sent away."""
IMPORTED_BYTES_A_SECOND: Final = 20_000
PATIENCE_SECONDS: Final = 600
MOST_MS: Final = {
    "signals p99 ms": 50,
    "feed p95 ms": 150,
    "feed p99 ms": 400,
    "healthz p99 ms": 20,
    "healthz max ms": 100,
}


class Household(HeavyUser):
    """A heavy user to whom every page shows videos nobody has met, and everything else that is asked at the same time."""

    made_up = 0

    def cards(self) -> list[dict[str, Any]]:
        """Return known cards and new ones, which are embedded as they come."""
        known = super().cards()
        return [*known[NEW_OF_A_PAGE:], *(self._new_card() for _ in range(NEW_OF_A_PAGE))]

    def _new_card(self) -> dict[str, Any]:
        self.made_up += 1
        words = self._rng.choice(("octopus", "sourdough", "gambit", "dovetail", "galaxy", "espresso"), 3)
        return {"video_id": f"n{self.made_up:010d}", "title": f"{' '.join(words)} {self.made_up}"}

    async def tell_one(self) -> None:
        """Tell of a watch or an impression alone."""
        await self.tell([self._any_event()])

    async def tell_some(self) -> None:
        """Tell of a few at once."""
        await self.tell([self._any_event() for _ in range(BATCH)])

    async def burst(self) -> None:
        """Send what gathered while the daemon was away."""
        for _ in range(BURST // BURST_BATCH):
            await self.tell([self._any_event() for _ in range(BURST_BATCH)], "burst")

    async def refresh_personas(self) -> None:
        """Have the interests found anew."""
        await self.ask("personas", "POST", "/api/videos/personas/refresh", {})

    async def import_file(self, path: Path) -> None:
        """Upload a history and return when it has been read."""
        headers = self._headers | {"Content-Type": "application/octet-stream"}
        with path.open("rb") as file:
            async with self._session.post(f"{self._address}/api/videos/import", data=file, headers=headers) as reply:
                answer = await reply.json()
        if reply.status != 200:
            self.told.errors[f"import: {reply.status} {answer['error']['code']}"] += 1
            return
        until = time.monotonic() + PATIENCE_SECONDS
        job = {"state": "queued"}
        while job["state"] in ("queued", "running") and time.monotonic() < until:
            await asyncio.sleep(0.2)
            job = await self.ask("job", "GET", f"/api/jobs/{answer['job_id']}") or job
        if job["state"] != "done":
            self.told.errors[f"the import is {job['state']}"] += 1

    def _any_event(self) -> dict[str, Any]:
        if self._rng.random() < WATCHED:
            watch = {"seconds": 300, "duration_seconds": 600, "fraction": 0.5}
            return self.event("watch", self._any_video(), watch=watch)
        return self.event("impression", self._any_video(), surface="home", position=int(self._rng.integers(60)))


def run(seconds: int, seed: int, folder: Path, say: Say, mutant: str | None = None) -> Outcome:
    """Go on for so many seconds, and until the import has been read; `times` of the outcome are requests."""
    is_measured = seconds >= MEASURED_SECONDS
    history = write_json(folder, IMPORTED_BYTES_A_SECOND * seconds)
    directory = filled_directory(VIDEOS, WATCHES) if is_measured else filled_directory(FEW_VIDEOS, FEW_WATCHES)
    with directory as (settings, ids):
        say(f"  {len(ids)} videos, {history.stat().st_size / 1e6:.1f} MB to import")
        with serving(settings.data_dir, mutant=mutant, errors=folder / "errors") as daemon:
            address, token = f"http://127.0.0.1:{daemon.port}", settings.cli_token.read_text().strip()
            user, lag = asyncio.run(_live(address, token, ids, seconds, seed, history, settings.data_dir))
        measured = _measured(user, lag)
        failures = [f"{count} × {what}" for what, count in (user.told.errors + Counter(lag.failures)).items()]
        failures += _lost(settings.database, user.told.acknowledged, history)
    if is_measured:
        failures += [
            f"{name} is {measured[name]}, above {most}" for name, most in MOST_MS.items() if measured[name] > most
        ]
    if failures:
        say(f"  what the daemon said: {(folder / 'errors').read_text(encoding='utf-8')[-2_000:]}")
    times = sum(map(len, user.told.milliseconds.values())) + len(lag.answers)
    return Outcome(times, failures, {"signals acknowledged": len(user.told.acknowledged), **measured})


async def _live(
    address: str, token: str, ids: tuple[str, ...], seconds: int, seed: int, history: Path, data_dir: Path
) -> tuple[Household, Lag]:
    connector = aiohttp.TCPConnector(limit=CONNECTIONS)
    async with aiohttp.ClientSession(connector=connector) as session:
        user = Household(address, token, ids, np.random.default_rng(seed), session)
        await _ready(user)
        ends_at = time.monotonic() + seconds
        importing = asyncio.create_task(user.import_file(history))

        def over() -> bool:
            return time.monotonic() > ends_at and importing.done()

        with lag_watched(int(address.rpartition(":")[2])) as lag:
            await asyncio.gather(importing, *_acts(user, seconds, data_dir, over))
    return user, lag


async def _ready(user: Household) -> None:
    """Return when a feed can be made; until then a 503 is no error."""
    until, replies = time.monotonic() + PATIENCE_SECONDS, list[Any]()

    async def look() -> None:
        replies.append(await user.ask("feed", "GET", "/api/videos?limit=30"))

    await every(0.1, look, lambda: any(replies) or time.monotonic() > until)
    user.told.milliseconds.clear()
    for what in [what for what in user.told.errors if what.startswith("feed: 503")]:
        del user.told.errors[what]


def _acts(user: Household, seconds: int, data_dir: Path, over: Callable[[], bool]) -> list[Any]:
    """Return everything that goes on at once."""
    now_and_then = min(60.0, max(4.0, seconds / 9))

    async def back_up() -> None:
        copied = await asyncio.to_thread(ownfeed, "backup", data_dir=data_dir)
        if copied.returncode:
            user.told.errors[f"backup: {copied.stderr.strip()}"] += 1

    acts = [
        user.repeat(user.tell_one, 3600 * SINGLES_A_SECOND, over),
        user.repeat(user.tell_some, 3600 * BATCHES_A_SECOND, over),
        user.repeat(user.open_page, PAGES_AN_HOUR, over),
        user.repeat(user.open_popup, FEEDS_AN_HOUR, over),
        every(now_and_then, back_up, over),
        every(now_and_then, user.refresh_personas, over),
    ]
    return [*acts, _after(seconds / 2, user.burst)] if seconds >= MEASURED_SECONDS else acts


async def _after(seconds: float, act: Callable[[], Any]) -> None:
    await asyncio.sleep(seconds)
    await act()


def _measured(user: Household, lag: Lag) -> dict[str, float]:
    acts = [act for act in ("signals", "burst", "rank", "feed") if user.told.milliseconds[act]]
    measured = {"load of the machine": round(os.getloadavg()[1], 1)}
    for each in (*map(user.told.percentiles, acts), percentiles("healthz", lag.answers), percentiles("late", lag.late)):
        measured |= each
    return measured


def _lost(database: Path, acknowledged: set[str], history: Path) -> list[str]:
    """Return what is not in the database that should be, after the daemon was killed."""
    with looked_at(database) as connection:
        stored = Counter(found for (found,) in connection.execute("SELECT signal_id FROM signals"))
        rows = connection.execute("SELECT video_id, occurred_at FROM signals WHERE source = 'takeout'")
        imported = Counter((str(video_id), int(at)) for video_id, at in rows)
    given = {
        (item["titleUrl"].rpartition("=")[2], int(datetime.fromisoformat(item["time"]).timestamp()))
        for item in json.loads(history.read_text(encoding="utf-8"))
    }
    counted = {
        "acknowledged signals are not there": len(acknowledged - stored.keys()),
        "acknowledged signals are there twice": sum(stored[each] > 1 for each in acknowledged),
        "records of the import are not there": len(given - imported.keys()),
        "signals of the import are there twice or were never in the file": imported.total()
        - len(given & imported.keys()),
    }
    return [f"{count} {what}" for what, count in counted.items() if count]


TRIAL: Final = Trial(
    "J4/L1/L2",
    "load",
    "50 signals a second during pages, import, backups and clustering: none lost or refused; signals p99 ≤ 50 ms, "
    "feed p95 ≤ 150 and p99 ≤ 400 ms, the loop's lag p99 ≤ 20 and at most 100 ms",
    run,
    long=SECONDS,
)
