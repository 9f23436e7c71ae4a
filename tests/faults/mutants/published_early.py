"""A backup has its final name while it is written, to a disk that is slow enough for a kill to come between."""

from __future__ import annotations

import time
from pathlib import Path

from daemon.store import backup
from daemon.store.connection import SQLConnection


def take_out() -> None:
    """Write to the target itself; there is nothing to put in place afterwards."""
    copy = backup._copy

    def in_place(target: Path) -> Path:
        return target

    def nothing(_unfinished: Path, _target: Path) -> None:
        return

    def slowly(connection: SQLConnection, target: Path) -> None:
        target.touch(mode=0o600)
        time.sleep(0.5)
        target.unlink()
        copy(connection, target)

    vars(backup).update(_unfinished=in_place, _put_in_place=nothing, _copy=slowly)
