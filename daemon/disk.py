"""How much room is left where the data lie, and when there is none."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path
from typing import Final

LEAST_FREE_BYTES: Final = 500 * 1024 * 1024
"""Below this the room that is left belongs to what a person does, and background work waits."""

_REFUSALS: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


def free_bytes(path: Path) -> int:
    """Return the free bytes of the file system that holds `path`, or would hold it."""
    existing = next(each for each in (path, *path.parents) if each.exists())
    return shutil.disk_usage(existing).free


def refuses(error: BaseException) -> bool:
    """Return whether the system or SQLite was refused by the disk; a limit on file size shows as an I/O error."""
    if isinstance(error, OSError):
        return error.errno in _REFUSALS
    return getattr(error, "sqlite_errorname", "").startswith(("SQLITE_FULL", "SQLITE_IOERR"))
