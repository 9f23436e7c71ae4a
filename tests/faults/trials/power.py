"""[D3] The power goes: whatever the disk did with what was not synced, what was answered is there.

A SIGKILL cannot show this, for the system still writes what a killed process handed to it.
"""

from __future__ import annotations

import asyncio
import json
import random
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from daemon.errors import OwnFeedError
from daemon.store import Store
from tests.daemon.serving import serving
from tests.faults import strace
from tests.faults.disk import Disk
from tests.faults.strace import Call
from tests.faults.telling import Ledger, broken, telling, until
from tests.faults.trial import Outcome, Say, Trial

IMAGES_OF_A_RUN: Final = 50
BATCHES_OF_A_RUN: Final = 400
"""Enough for the log to be folded into the file several times."""
FILES: Final = ("ownfeed.db", "ownfeed.db-wal", "ownfeed.db-journal")
"""The -shm is left out: SQLite makes it anew from the log."""


def run(times: int, seed: int, folder: Path, say: Say, mutant: str | None = None) -> Outcome:
    """Record a daemon, make so many images of the disk, and open each as the next start does."""
    outcome, folds, acknowledged = Outcome(), 0, 0
    while outcome.times < times:
        rng = random.Random(f"{seed} {outcome.times}")
        work = folder / f"from-{outcome.times}"
        work.mkdir()
        ledger = _recorded(work, f"{seed} {outcome.times}", mutant)
        calls = list(strace.calls(work / "calls"))
        disk, answers = Disk(work / "data", FILES, calls), _answers(calls)
        if unseen := ledger.acknowledged - {signal_id for _, ids in answers for signal_id in ids}:
            outcome.failures.append(f"the record lacks {len(unseen)} answers that were received")
        for _ in range(min(IMAGES_OF_A_RUN, times - outcome.times)):
            moment = rng.choice(disk.folded if rng.random() < 0.5 else disk.moments)
            disk.left(moment, work / "image", rng)
            answered = {signal_id for at, ids in answers if at < moment for signal_id in ids}
            found = asyncio.run(_found(work / "image" / FILES[0], answered, ledger))
            outcome.failures += [f"image {outcome.times}: {what}" for what in found]
            outcome.times += 1
            shutil.rmtree(work / "image")
        acknowledged += len(ledger.acknowledged)
        folds += len(disk.folded)
        shutil.rmtree(work)
        say(f"  {outcome.times} images, {len(outcome.failures)} failures")
    outcome.figures = {"signals acknowledged": acknowledged, "writes into the file itself": folds}
    return outcome


def _recorded(work: Path, seed: str, mutant: str | None) -> Ledger:
    """Have a new daemon told until enough was answered, then kill it; its calls are in `calls`."""
    ledger, log = Ledger(), work / "calls"
    with serving(work / "data", until="pairing code", mutant=mutant, before=strace.recorder(log)) as daemon:
        token = daemon.pair(daemon.code or "")["token"]
        with telling(daemon.port, token, ledger, seed):
            assert until(lambda: ledger.statuses.total() >= BATCHES_OF_A_RUN)
            daemon.process.kill()
            daemon.process.wait()
    assert until(lambda: strace.has_ended(log, daemon.process.pid))
    return ledger


def _answers(calls: Iterable[Call]) -> list[tuple[int, list[str]]]:
    """Return which signals were acknowledged, each time with the place where the answer went out."""
    found = []
    for call in calls:
        if call.path.startswith("socket:") and b'"accepted"' in call.data:
            answer = json.loads(call.data.partition(b"\r\n\r\n")[2])
            found.append((call.began, [*answer["accepted"], *answer["duplicates"]]))
    return found


async def _found(database: Path, answered: set[str], ledger: Ledger) -> list[str]:
    """Open what is left as the daemon does; return what is wrong with it."""
    try:
        store = await Store.open(database)
        wrong = await store.check()
        await store.close()
    except OwnFeedError as error:
        return [error.message]
    return wrong or broken(database, answered, ledger.batches)


TRIAL: Final = Trial(
    "D3",
    "power",
    "the power goes, and what was not synced is lost, torn or done in another order: every acknowledged signal is there",
    run,
    long=500,
    needs=strace.lacking,
)
