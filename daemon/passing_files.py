"""Files that lie in the data directory only on their way: a history that waits to be read, an export that is being fetched."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import uuid4

if TYPE_CHECKING:
    from daemon.store import Store

_OF_SOMEBODY: Final = re.compile(r"(?:export-)?of-(\d+)-")


def new_upload(folder: Path, user_id: int, suffix: str) -> Path:
    """Return where a file that a person gives is kept until it has been read; makes the folder."""
    return _made(folder) / f"of-{user_id}-{uuid4()}{suffix}"


def new_export(folder: Path, user_id: int) -> Path:
    """Return where an export is written before it is sent; makes the folder."""
    return _made(folder) / f"export-of-{user_id}-{uuid4()}.zip"


async def waiting(store: Store, *, but_of: int | None = None) -> set[Path]:
    """Return the files that imports have still to read, of everybody or of everybody but one."""
    jobs = [job for job in await store.jobs.unfinished() if but_of is None or job.user_id != but_of]
    return {Path(str(job.params["path"])) for job in jobs if "path" in job.params}


def delete_left_over(folder: Path, before: float, kept: Collection[Path]) -> int:
    """Delete files nobody has written to since a moment (s since the epoch) and nobody waits to read; return how many. Blocks."""
    left_over = [path for path in folder.glob("*") if path not in kept and path.stat().st_mtime < before]
    for path in left_over:
        path.unlink(missing_ok=True)
    return len(left_over)


def delete_all(folder: Path, user_id: int, kept: Collection[Path]) -> None:
    """Delete what a person gave or is sent, and what a crash left of nobody knows whom; blocks.

    kept: what is somebody else's, beside what says so by its name, for that may still be on its way in.
    """
    for path in folder.glob("*"):
        of_somebody = _OF_SOMEBODY.match(path.name)
        if path not in kept and (of_somebody is None or int(of_somebody[1]) == user_id):
            path.unlink(missing_ok=True)


def _made(folder: Path) -> Path:
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
