"""[I4] An import killed again and again: each time whole batches are there, and the last, left alone, adds the rest."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import psutil

from tests.daemon.given import takeout_row
from tests.daemon.serving import ROOT
from tests.faults.looking import damage, looked_at
from tests.faults.trial import Outcome, Say, Trial

ROWS: Final = 12_000
"""Six batches: half a second after the start, at which every other kill is aimed."""
BATCH: Final = 2_000
CHUNK: Final = 10
"""Kills of one import before it is left to end, and another begins."""
ENDS_WITHIN_SECONDS: Final = 10.0

Row = tuple[str, str, float, str]


def run(times: int, seed: int, folder: Path, say: Say, mutant: str | None = None) -> Outcome:
    """Kill so many imports of one history, a few of each data directory, and let every last one end; a mutant only until it is caught."""
    rng, outcome = random.Random(seed), Outcome()
    history, short = _history(folder / "watch-history.json", rng, ROWS), _history(folder / "short.json", rng, 1)
    starts, seconds = (_seconds(folder / given.stem, given, mutant) for given in (short, history))
    expected = _rows(folder / history.stem)
    if len(expected) != ROWS:
        outcome.failures.append(f"an import that nobody killed stored {len(expected)} of {ROWS} rows")
    for first in range(0, times, CHUNK):
        data = folder / f"from {first}"
        stored = 0
        for number in range(first, min(first + CHUNK, times)):
            _import(data, history, rng.uniform(min(starts, seconds) if number % 2 else 0.0, seconds), mutant)
            outcome.times += 1
            outcome.failures += [f"kill {number + 1}: {what}" for what in _wrong(data, stored)]
            if mutant is not None and outcome.failures:
                return outcome
            stored = len(_rows(data))
        _import(data, history, None, mutant)
        if sorted(_rows(data)) != sorted(expected):
            outcome.failures.append(f"after kill {outcome.times} the end holds {len(_rows(data))} rows, not the {ROWS}")
        say(f"  {outcome.times} of {times} kills, {len(outcome.failures)} failures")
    return outcome


def _seconds(data: Path, history: Path, mutant: str | None) -> float:
    """Return how long an import takes that nobody kills."""
    began = time.monotonic()
    _import(data, history, None, mutant)
    return time.monotonic() - began


def _history(path: Path, rng: random.Random, count: int) -> Path:
    """Write a history of which some videos are watched twice, and no row is written twice."""
    rows = [
        takeout_row(
            f"Bread {number}",
            f"bread{rng.randrange(ROWS):06d}",
            f"2026-01-{1 + number // 1_440:02d}T{number // 60 % 24:02d}:{number % 60:02d}:00.000Z",
        )
        for number in range(count)
    ]
    path.write_text(json.dumps(rows))
    return path


def _import(data: Path, history: Path, kill_after_seconds: float | None, mutant: str | None) -> None:
    """Run `ownfeed import`; kill it so long after its start, and see that what reads for it ends too."""
    program = ["daemon.cli"] if mutant is None else ["tests.faults.mutants", mutant]
    command = [sys.executable, "-m", *program, "import", str(history), "--json", "--data-dir", str(data)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        try:
            process.wait(kill_after_seconds)
        except subprocess.TimeoutExpired:
            readers = psutil.Process(process.pid).children()
            process.kill()
            _, left = psutil.wait_procs(readers, ENDS_WITHIN_SECONDS)
            for reader in left:
                reader.kill()
                raise AssertionError("The process that read the history outlived the import.") from None


def _wrong(data: Path, before: int) -> list[str]:
    """Return what is wrong after a kill of an import before which so many rows were stored."""
    database = data / "ownfeed.db"
    if not database.exists():
        return [f"{before} rows are gone"] if before else []
    wrong = [] if (found := damage(database)) == "ok" else [f"the file is damaged: {found}"]
    rows = _rows(data)
    if len(rows) != len(set(rows)):
        wrong.append(f"{len(rows) - len(set(rows))} rows are there twice")
    if len(rows) < before:
        wrong.append(f"{before - len(rows)} rows are gone")
    if len(set(rows)) % BATCH:
        wrong.append(f"{len(rows)} rows are no whole batches")
    return wrong


def _rows(data: Path) -> list[Row]:
    """Return what is stored: kind, video, second and source of each signal; none before the tables are made."""
    database = data / "ownfeed.db"
    if not database.exists():
        return []
    with looked_at(database) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'signals'").fetchone():
            return []
        return connection.execute("SELECT kind, video_id, occurred_at, source FROM signals").fetchall()


TRIAL: Final = Trial(
    "I4",
    "import_kills",
    "an import killed at any moment leaves whole batches, and the next one adds exactly the rest",
    run,
    long=50,
)
