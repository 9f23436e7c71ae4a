"""[E1] Chrome stops the extension's worker whenever it likes, and the daemon comes and goes."""

from __future__ import annotations

import asyncio
import random
import signal
from pathlib import Path
from typing import Final

from tests.e2e.chromium import EXTENSION, browser
from tests.e2e.daemon_process import DaemonProcess
from tests.e2e.own_pages import pair, stop_worker
from tests.faults.event_flow import EventFlow, broken_promises, undelivered
from tests.faults.trial import Outcome, Say, Trial
from tests.pages.server import Replica

FLAPS: Final = 0.3
"""How often the daemon goes or comes, per stop of the worker."""


def run(times: int, seed: int, folder: Path, say: Say, *, extension: Path = EXTENSION) -> Outcome:
    """Stop the worker this often, and look what became of the events; extension: another one than the product's."""
    return asyncio.run(_run(times, random.Random(seed), folder, say, extension))


async def _run(times: int, rng: random.Random, folder: Path, say: Say, extension: Path) -> Outcome:
    replica, daemon, flow = Replica(folder), DaemonProcess(folder / "data"), EventFlow()
    await replica.start()
    await daemon.start()
    try:
        async with browser(folder / "profile", replica, extensions=[extension]) as context:
            options, tab = await context.new_page(), await context.new_page()
            await pair(options, daemon.code, daemon.address)
            await flow.start(tab)
            flaps = 0
            for stops in range(1, times + 1):
                await flow.more(rng.randint(1, 40))
                await stop_worker(options)
                if rng.random() < FLAPS or stops == 1:
                    flaps += 1
                    await _flap(daemon, rng)
                if stops % 20 == 0:
                    say(f"  {stops} stops, {len(flow.stored)} events answered as stored")
            await tab.close()
            if not daemon.runs:
                await daemon.start(new=False)
            failures = await undelivered(options)
    finally:
        await daemon.stop()
        await replica.stop()
    failures += broken_promises(flow.stored, daemon.data_dir)
    return Outcome(times, failures, {"events": len(flow.stored), "daemon flaps": flaps})


async def _flap(daemon: DaemonProcess, rng: random.Random) -> None:
    if daemon.runs:
        await daemon.stop(rng.choice([signal.SIGTERM, signal.SIGKILL]))
    else:
        await daemon.start(new=False)


TRIAL: Final = Trial(
    id="E1",
    name="worker_stops",
    promise="what the extension has answered for reaches the daemon once, though the worker is stopped and the daemon is away",
    run=run,
    long=200,
)
