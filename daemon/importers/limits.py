"""What an archive may do to us, counted in bytes that really come out of it: sizes an archive declares are only claims."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import BinaryIO, Final

from daemon.errors import UnreadableHistory

_DRIVE: Final = re.compile(r"^[A-Za-z]:")
LARGEST_READ: Final = 1 << 24
"""Bytes one read may ask for; a tar header that claims to be longer is refused."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one archive; generous for an export, small for a bomb.

    total_bytes: unpacked bytes of the files that are read. ratio: unpacked to packed bytes, once small_bytes are out.
    entries: files in an archive or a folder.
    """

    total_bytes: int = 2 << 30
    ratio: int = 200
    entries: int = 10_000
    small_bytes: int = 1 << 20


@dataclass(slots=True)
class Budget:
    """What one archive has given so far; shared by its files, each of which counts once, however often it is read.

    packed_bytes: the size of the archive itself.
    """

    archive: str
    packed_bytes: int
    limits: Limits
    _spent: dict[str, int] = field(default_factory=dict)

    def spend(self, name: str, at: int) -> None:
        """Note that the file `name` was read up to byte `at`. Raises UnreadableHistory beyond the total."""
        self._spent[name] = max(at, self._spent.get(name, 0))
        if sum(self._spent.values()) > self.limits.total_bytes:
            raise UnreadableHistory(
                f"{self.archive} unpacks to more than {self.limits.total_bytes >> 20:,} MiB and was not read;"
                " unpack it and give the history file itself."
            )

    def check_ratio(self, unpacked: int, packed: int) -> None:
        """Raise UnreadableHistory where few bytes unpack to very many; a part is never larger than the archive."""
        if unpacked > max(self.limits.small_bytes, self.limits.ratio * min(packed, self.packed_bytes)):
            raise UnreadableHistory(
                f"{self.archive} unpacks to more than {self.limits.ratio} times its size and was not read:"
                " no export of Google's does that."
            )

    def check_entries(self, count: int) -> None:
        """Raise UnreadableHistory for more files than any export of a history has."""
        if count > self.limits.entries:
            raise UnreadableHistory(
                f"{self.archive} holds more than {self.limits.entries:,} files and was not read;"
                " give the YouTube folder or the history file itself."
            )

    def check_name(self, name: str) -> None:
        """Raise UnreadableHistory for a name that leads out of the archive."""
        plain = name.replace("\\", "/")
        if plain.startswith("/") or _DRIVE.match(plain) or ".." in PurePosixPath(plain).parts:
            raise UnreadableHistory(f"{self.archive} holds a file that would lie outside of it and was not read.")

    def refuse_link(self) -> None:
        """Raise UnreadableHistory for a link, or anything else that is neither file nor folder."""
        raise UnreadableHistory(f"{self.archive} holds a link, which no export of Google's does, and was not read.")


class Counted(io.RawIOBase):
    """An unpacking stream that keeps to a budget.

    packed: bytes the stream is unpacked from. name: the file whose bytes count toward the total; empty for the stream
    of a tar archive, most of which is passed over.
    """

    def __init__(self, stream: BinaryIO, budget: Budget, packed: int, name: str = "") -> None:
        super().__init__()
        self._stream, self._budget, self._packed, self._name = stream, budget, packed, name

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is, at the cost of unpacking."""
        return True

    def tell(self) -> int:
        """Return the unpacked bytes so far."""
        return self._stream.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Seek, which is unpacking: the ratio is checked before it happens."""
        self._budget.check_ratio(offset, self._packed)
        return self._stream.seek(offset, whence)

    def read(self, size: int = -1) -> bytes:
        """Read at most `size` bytes, never all of a stream at once."""
        if not 0 <= size <= LARGEST_READ:
            raise UnreadableHistory(f"{self._budget.archive} is damaged and was not read.")
        data = self._stream.read(size)
        at = self._stream.tell()
        self._budget.check_ratio(at, self._packed)
        if self._name:
            self._budget.spend(self._name, at)
        return data

    def close(self) -> None:
        """Close the stream underneath too."""
        self._stream.close()
        super().close()
