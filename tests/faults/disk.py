"""What may be on a disk at a moment: what was synced is, of the rest each piece may be, or half of it."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from .strace import Call

SECTOR_BYTES: Final = 512
"""What a disk writes whole or not at all."""
TORN: Final = 0.3
"""The share of the unsynced writes that are done which are done by half."""


@dataclass(slots=True)
class _Change:
    """A write, or a cut where `data` is None; `safe_at` is where a sync that covers it returned."""

    began: int
    ended: int
    offset: int
    data: bytes | None
    safe_at: int | None = None


@dataclass(slots=True)
class _File:
    changes: list[_Change] = field(default_factory=list)

    def synced(self, began: int, ended: int) -> None:
        for change in reversed(self.changes):
            if change.safe_at is not None:
                break
            if change.ended < began:
                change.safe_at = ended


@dataclass(slots=True)
class _Naming:
    """A name given to a file, or taken away where `file` is None."""

    began: int
    ended: int
    name: str
    file: _File | None
    safe_at: int | None = None


class Disk:
    """The files of one folder, made of the calls on them."""

    def __init__(self, folder: Path, names: Iterable[str], calls: Iterable[Call]) -> None:
        self._folder = str(folder)
        self._names = {f"{folder}/{name}": name for name in names}
        self._files: dict[str, _File] = {}
        self._namings: list[_Naming] = []
        self.moments: list[int] = []
        """Where something was about to be done to a file."""
        self.folded: list[int] = []
        """Those where the first of the names was written to."""
        for call in calls:
            self._take(call)

    def _take(self, call: Call) -> None:
        name = self._names.get(call.path)
        if name is not None:
            self.moments.append(call.began)
            self._changed(name, call)
        elif call.path == self._folder and call.name in ("fsync", "fdatasync"):
            for naming in self._namings:
                if naming.safe_at is None and naming.ended < call.began:
                    naming.safe_at = call.ended

    def _changed(self, name: str, call: Call) -> None:
        file = self._files.get(name)
        if call.name == "openat":
            if file is None and "O_CREAT" in call.arguments:
                self._files[name] = made = _File()
                self._namings.append(_Naming(call.began, call.ended, name, made))
        elif call.name == "unlink":
            if self._files.pop(name, None) is not None:
                self._namings.append(_Naming(call.began, call.ended, name, None))
        elif file is None:
            raise ValueError(f"{call.name} of a file that was there before: {call.path}")
        elif call.name in ("fsync", "fdatasync"):
            file.synced(call.began, call.ended)
        elif call.name == "ftruncate":
            file.changes.append(_Change(call.began, call.ended, call.offset, None))
        elif call.name == "pwrite64":
            file.changes.append(_Change(call.began, call.ended, call.offset, call.data))
            if call.path == next(iter(self._names)):
                self.folded.append(call.began)
        else:
            raise ValueError(f"{call.name} is not known to be done to {call.path}")

    def left(self, moment: int, into: Path, rng: random.Random) -> None:
        """Write into a new folder what a power cut at the moment may have left."""
        into.mkdir()
        for name, file in self._named(moment, rng).items():
            (into / name).write_bytes(_content(file, moment, rng))

    def _named(self, moment: int, rng: random.Random) -> dict[str, _File]:
        """Return the names that were safe, and a random number of the next ones: a file system keeps their order."""
        happened = [naming for naming in self._namings if naming.began < moment]
        safe = sum(naming.safe_at is not None and naming.safe_at < moment for naming in happened)
        named: dict[str, _File] = {}
        for naming in happened[: rng.randint(safe, len(happened))]:
            if naming.file is None:
                named.pop(naming.name, None)
            else:
                named[naming.name] = naming.file
        return named


def _content(file: _File, moment: int, rng: random.Random) -> bytes:
    content = bytearray()
    happened = [change for change in file.changes if change.began < moment]
    unsafe = [change for change in happened if change.safe_at is None or change.safe_at >= moment]
    done = _done(unsafe, rng)
    for change in happened:
        if change.safe_at is not None and change.safe_at < moment:
            _apply(content, change, None)
        elif id(change) in done:
            _apply(content, change, rng if rng.random() < TORN else None)
    return bytes(content)


def _done(unsafe: list[_Change], rng: random.Random) -> set[int]:
    """Choose which of the unsynced changes reached the disk: none, the first ones, any, or all."""
    way = rng.randrange(4)
    if way == 0:
        return set()
    if way == 1:
        return {id(change) for change in unsafe[: rng.randint(0, len(unsafe))]}
    if way == 2:
        share = rng.random()
        return {id(change) for change in unsafe if rng.random() < share}
    return {id(change) for change in unsafe}


def _apply(content: bytearray, change: _Change, tearing: random.Random | None) -> None:
    if change.data is None:
        del content[change.offset :]
        content.extend(bytes(change.offset - len(content)))
        return
    end = change.offset + len(change.data)
    content.extend(bytes(max(0, end - len(content))))
    first = change.offset - change.offset % SECTOR_BYTES
    for sector in range(first, end, SECTOR_BYTES) if tearing else [first]:
        if tearing is None:
            content[change.offset : end] = change.data
        elif tearing.random() < 0.5:
            low, high = max(sector, change.offset), min(sector + SECTOR_BYTES, end)
            content[low:high] = change.data[low - change.offset : high - change.offset]
