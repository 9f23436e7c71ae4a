"""[D5] A disk of 64 MiB runs full: storing is refused with 507, reading goes on, and all is well once there is room again."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Final

from tests.daemon.serving import Served
from tests.faults.no_room import lived_without_room
from tests.faults.trial import Outcome, Say, Trial

DISK_MEBIBYTES: Final = 64
MAY_MOUNT: Final = 1 << 21
"""CAP_SYS_ADMIN, among the capabilities of a process."""


def run(times: int, seed: int, folder: Path, say: Say, mutant: str | None = None) -> Outcome:
    """Fill the disk so many times, and empty it."""
    with _small_disk(folder / "disk") as disk:
        return lived_without_room(times, seed, disk / "data", partial(_filled, disk), say, mutant)


@contextmanager
def _small_disk(at: Path) -> Iterator[Path]:
    at.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_MEBIBYTES}m,mode=700", "tmpfs", at], check=True)
    try:
        yield at
    finally:
        subprocess.run(["umount", at], check=True)


@contextmanager
def _filled(disk: Path, _daemon: Served) -> Iterator[None]:
    ballast = disk / "ballast"
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while file.write(bytes(2**16)):
            pass
    try:
        yield
    finally:
        ballast.unlink()


def _lacking() -> str | None:
    """Return why no disk can be mounted here, or None."""
    if sys.platform.startswith("linux"):
        capabilities = Path("/proc/self/status").read_text(encoding="ascii").partition("CapEff:")[2].split()[0]
        if int(capabilities, 16) & MAY_MOUNT:
            return None
    return "to mount a small disk (Linux, as root)"


TRIAL: Final = Trial(
    "D5",
    "full_disk",
    f"a disk of {DISK_MEBIBYTES} MiB is full: storing is 507, reading is 200, nothing acknowledged is lost, and storing "
    "works within 5 s of there being room",
    run,
    long=100,
    needs=_lacking,
)
