"""[D5] The system lets no file grow (RLIMIT_FSIZE), which SQLite calls an I/O error: the same is promised as of a full disk."""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.daemon.serving import Served
from tests.faults.no_room import lived_without_room
from tests.faults.trial import Outcome, Say, Trial


def run(times: int, seed: int, folder: Path, say: Say, mutant: str | None = None) -> Outcome:
    """Set the limit so many times, and lift it."""
    return lived_without_room(times, seed, folder / "data", _limited, say, mutant)


@contextmanager
def _limited(daemon: Served) -> Iterator[None]:
    """Let the log grow no further than it is."""
    size = (daemon.data_dir / "ownfeed.db-wal").stat().st_size
    pid, unlimited = daemon.process.pid, resource.RLIM_INFINITY
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, unlimited))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (unlimited, unlimited))


TRIAL: Final = Trial(
    "D5",
    "size_limit",
    "no file may grow: storing is 507, reading is 200, nothing acknowledged is lost, and storing works within 5 s of the "
    "limit's end",
    run,
    long=100,
    needs=lambda: None if sys.platform.startswith("linux") else "prlimit, which only Linux has",
)
