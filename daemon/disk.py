"""How much room is left where the data lie."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

LEAST_FREE_BYTES: Final = 500 * 1024 * 1024
"""Below this the room that is left belongs to what a person does, and background work waits."""


def free_bytes(path: Path) -> int:
    """Return the free bytes of the file system that holds `path`, or would hold it."""
    existing = next(each for each in (path, *path.parents) if each.exists())
    return shutil.disk_usage(existing).free
