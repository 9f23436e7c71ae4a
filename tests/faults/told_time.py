"""A clock in the hands of a trial, read by a daemon in another process: two numbers in a file that both have in memory."""

from __future__ import annotations

import mmap
import struct
from pathlib import Path
from typing import Final

_MOMENT: Final = struct.Struct("=d")
_SIZE: Final = 2 * _MOMENT.size


class ToldTime:
    """`now` is what the clock shows; `looked_at` is what it showed when the daemon last looked what is due, and had asked for it.

    Both are in seconds since the epoch, 0 before the first time.
    """

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(bytes(_SIZE))
        with path.open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), _SIZE)

    @property
    def now(self) -> float:
        return self._read(0)

    @now.setter
    def now(self, moment: float) -> None:
        _MOMENT.pack_into(self._shared, 0, moment)

    @property
    def looked_at(self) -> float:
        return self._read(1)

    @looked_at.setter
    def looked_at(self, moment: float) -> None:
        _MOMENT.pack_into(self._shared, _MOMENT.size, moment)

    def _read(self, place: int) -> float:
        moment: float = _MOMENT.unpack_from(self._shared, place * _MOMENT.size)[0]
        return moment
