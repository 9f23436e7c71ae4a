"""[L3] Hours at twenty times a heavy user: memory, files and threads stay what they are, and nothing is lost or refused."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from typing import Final

import aiohttp
import numpy as np
import psutil

from scripts.benchmarks.filled import Served, filled_directory, running
from tests.faults.looking import stored_signals
from tests.faults.traffic import HeavyUser, Rates, every
from tests.faults.trial import Outcome, Say, Trial

VIDEOS: Final = 20_000
WATCHES: Final = 5_000
USERS: Final = 20
SECONDS: Final = 7_200
MOST_MEBIBYTES: Final = 400
MOST_MEBIBYTES_AN_HOUR: Final = 2.0
WARMING_UP: Final = 0.5
"""The share of the time whose growth is not counted: an hour of two."""


def run(seconds: int, seed: int, folder: Path, say: Say) -> Outcome:
    """Live on for so many seconds; `times` of the outcome are requests. All videos are known from the start."""
    del folder  # the filled directory is a throw-away of its own
    with filled_directory(VIDEOS, WATCHES) as (settings, ids), running(settings, ids) as served:
        process = psutil.Process(json.loads(settings.daemon_json.read_text())["pid"])
        user, samples = asyncio.run(_live(served, process, seconds, seed, say))
        lost = user.told.acknowledged - set(stored_signals(settings.database))
    return _judged(user, samples, lost)


async def _live(
    served: Served, process: psutil.Process, seconds: int, seed: int, say: Say
) -> tuple[HeavyUser, list[tuple[float, float, int, int]]]:
    """Return the user with all that was told, and (hours, MiB, descriptors, threads) as time went by."""
    began = time.monotonic()
    samples: list[tuple[float, float, int, int]] = []

    async def look() -> None:
        resident = process.memory_info().rss / 2**20
        samples.append(((time.monotonic() - began) / 3600, resident, process.num_fds(), process.num_threads()))
        say(f"  {samples[-1][0]:.2f} h: {resident:.0f} MiB, {samples[-1][2]} descriptors, {samples[-1][3]} threads")

    def over() -> bool:
        return time.monotonic() - began > seconds

    async with aiohttp.ClientSession() as session:
        user = HeavyUser(served.address, served.token, served.video_ids, np.random.default_rng(seed), session)
        await asyncio.gather(user.live(Rates().times(USERS), over), every(max(seconds / 120, 1), look, over))
    return user, samples


def _judged(user: HeavyUser, samples: list[tuple[float, float, int, int]], lost: set[str]) -> Outcome:
    hours, resident, descriptors, threads = np.array(samples).T
    warm = hours >= hours[-1] * WARMING_UP
    slope = float(np.polyfit(hours[warm], resident[warm], 1)[0]) if warm.sum() > 1 else 0.0
    told = user.told
    outcome = Outcome(times=sum(map(len, told.milliseconds.values())))
    outcome.failures += [f"{count} × {what}" for what, count in told.errors.items()]
    outcome.failures += [f"{len(lost)} acknowledged signals are not there"] * bool(lost)
    if hours[-1] > 1:  # shorter, and what is measured is warming up
        if slope > MOST_MEBIBYTES_AN_HOUR:
            outcome.failures.append(f"memory grew by {slope:.1f} MiB an hour")
        if resident.max() > MOST_MEBIBYTES:
            outcome.failures.append(f"{resident.max():.0f} MiB resident")
    outcome.figures = {
        "hours": round(float(hours[-1]), 2),
        "signals acknowledged": len(told.acknowledged),
        "MiB at the most": round(float(resident.max())),
        "MiB an hour, second half": round(slope, 2),
        "descriptors, second half": f"{descriptors[warm].min():.0f}-{descriptors[warm].max():.0f}",
        "threads, second half": f"{threads[warm].min():.0f}-{threads[warm].max():.0f}",
        **told.percentiles("rank"),
        **told.percentiles("signals"),
        **told.percentiles("feed"),
    }
    return outcome


TRIAL: Final = Trial(
    "L3",
    "soak",
    f"{SECONDS / 3600:.0f} hours at {USERS} × a heavy user: ≤ {MOST_MEBIBYTES} MiB, ≤ {MOST_MEBIBYTES_AN_HOUR:.0f} MiB "
    "more an hour after the first, nothing lost or refused",
    run,
    long=SECONDS,
)
