"""Where the data lie: how much room is left, and whether it is a disk of this machine."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from .errors import DiskFull, NetworkFileSystem

LEAST_FREE_BYTES: Final = 500 * 1024 * 1024
"""Below this the room that is left belongs to what a person does: no background work is begun, and no file taken in."""


def free_bytes(path: Path) -> int:
    """Return the free bytes of the file system that holds `path`, or would hold it."""
    existing = next(each for each in (path, *path.parents) if each.exists())
    return shutil.disk_usage(existing).free


def require_room(path: Path, consequence: str, *, for_bytes: int = 0) -> None:
    """Raise DiskFull where less than 0.5 GB is free at `path`, or would be with `for_bytes` more.

    consequence: what is not done then and what to do about it, as the end of a sentence.
    """
    free = free_bytes(path)
    if free < LEAST_FREE_BYTES:
        raise DiskFull(f"Less than 0.5 GB of disk is free, so {consequence}")
    if free - for_bytes < LEAST_FREE_BYTES:
        raise DiskFull(f"{for_bytes / 1e9:.1f} GB would leave less than 0.5 GB of disk free, so {consequence}")


NETWORK_FILE_SYSTEMS: Final = frozenset(
    ("nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "webdav", "webdavfs", "fuse.sshfs", "fuse.davfs")
)
"""SQLite's write-ahead log needs memory shared between processes, and its locks, which these do not keep."""


def network_file_system(path: Path, mounts: Iterable[tuple[str, str]] | None = None) -> str | None:
    """Return the kind of network file system that holds `path`, or would hold it; None for a disk of this machine.

    mounts: (mount point, kind) of everything mounted; asked of the system when not given.
    """
    place = path.resolve()
    everything = _mounted() if mounts is None else mounts
    holding = [(point, kind) for point, kind in everything if place.is_relative_to(point)]
    kind = max(holding, key=lambda mount: len(mount[0]), default=("", ""))[1]
    return kind if kind.lower() in NETWORK_FILE_SYSTEMS else None


def require_local(path: Path, mounts: Iterable[tuple[str, str]] | None = None) -> None:
    """Raise NetworkFileSystem where `path` lies, or would lie, on one; `mounts` as above."""
    kind = network_file_system(path, mounts)
    if kind is not None:
        raise NetworkFileSystem(
            f"{path} lies on a network ({kind}), where data can be lost; give a --data-dir on a disk of this machine."
        )


def _mounted() -> list[tuple[str, str]]:
    import psutil  # here, so that `--help` need not wait for it

    return [(each.mountpoint, each.fstype) for each in psutil.disk_partitions(all=True)]
