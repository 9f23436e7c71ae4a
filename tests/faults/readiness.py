"""How soon a daemon answers over a million signals, after a clean stop and after a SIGKILL."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from uuid import UUID

from daemon.locking import DataLock
from daemon.settings import Settings
from daemon.store import Store
from daemon.store.signals import Signal
from tests.daemon.given import video_id
from tests.daemon.serving import Served, serving

from .telling import Ledger, telling
from .trial import Figures, Say

SIGNALS: Final = 1_000_000
WATCHES_IN: Final = 20
"""One of so many is a watch, the others are cards that were seen."""
VIDEOS: Final = 20_000
AT_ONCE: Final = 10_000
STARTS: Final = 5
TOLD_SECONDS: Final = 1.0


def readiness(data_dir: Path, say: Say) -> Figures:
    """Return seconds from starting the process to a 200 of `/healthz`: the slowest of five starts of each sort."""
    say(f"  storing {SIGNALS} signals")
    asyncio.run(_fill(Settings(data_dir=data_dir)))
    with serving(data_dir, until="pairing code") as daemon:
        token = str(daemon.pair(daemon.code or "")["token"])
        daemon.stop()
    after_stop, after_kill = list[float](), list[float]()
    for number in range(STARTS):
        with _started(data_dir, after_stop) as daemon, telling(daemon.port, token, Ledger(), f"ready {number}"):
            time.sleep(TOLD_SECONDS)
            daemon.process.kill()
            daemon.process.wait()
        with _started(data_dir, after_kill) as daemon:
            daemon.stop()
    return {
        "signals stored": SIGNALS,
        "first answer after a stop, slowest s": round(max(after_stop), 2),
        "first answer after a kill, slowest s": round(max(after_kill), 2),
    }


@contextmanager
def _started(data_dir: Path, seconds: list[float]) -> Iterator[Served]:
    began = time.perf_counter()
    with serving(data_dir) as daemon:
        assert daemon.ask("GET", "/healthz")[0] == 200
        seconds.append(time.perf_counter() - began)
        yield daemon


async def _fill(settings: Settings) -> None:
    now, rng = time.time(), random.Random(1)
    with DataLock(settings.lock):
        store = await Store.open(settings.database)
        user = await store.users.first_or_new(now=now)
        for first in range(0, SIGNALS, AT_ONCE):
            await store.signals.add(user.user_id, [_made_up(now - first - n, rng) for n in range(AT_ONCE)], now=now)
        await store.close()


def _made_up(at: float, rng: random.Random) -> Signal:
    kind = "impression" if rng.randrange(WATCHES_IN) else "watch"
    signal_id = str(UUID(int=rng.getrandbits(128)))
    return Signal(signal_id, kind, at, "extension", video_id=video_id(rng.randrange(VIDEOS)), fraction=0.9)
