"""One process per data directory: the seam behind which operating systems differ in locks."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from .disk import require_local
from .errors import DataInUse, InvalidRequest


class DataLock:
    """An exclusive lock on one file, held from `acquire` until `release` or the end of the process.

    The operating system drops it when the process dies, however it dies, so nothing ever has to be cleaned up by hand;
    a pid file or a port check would let two daemons open the same data. The file holds its owner's pid for people.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    def acquire(self) -> None:
        """Take the lock at once; makes the directory (0700) if needed.

        Raises DataInUse, naming the owner's pid, NetworkFileSystem where a lock means nothing, and InvalidRequest where there
        can be none.
        """
        require_local(self.path.parent)
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise InvalidRequest(
                f"{self.path.parent} cannot hold data ({error.strerror}); give a --data-dir that is a folder you may write to."
            ) from error
        try:
            _lock(descriptor)
        except OSError as error:
            os.close(descriptor)
            raise DataInUse(self._taken(), details={"pid": self.owner()}) from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        self._descriptor = descriptor

    def release(self) -> None:
        """Give the lock back; harmless when it is not held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def owner(self) -> int | None:
        """The pid written by whoever took the lock last; None when unknown."""
        try:
            return int(self.path.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return None

    def is_taken(self) -> bool:
        """Whether another holder has the lock now; leaves no trace, and needs no right to write.

        False where this user may not even look: whoever asks has nothing of theirs to find.
        """
        try:
            descriptor = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return False
        try:
            _lock(descriptor)
        except OSError:
            return True
        finally:
            os.close(descriptor)
        return False

    def _taken(self) -> str:
        owner = self.owner()
        who = f"process {owner}" if owner else "another process"
        return f"The data in {self.path.parent} is in use by {who}; stop that one first or give another --data-dir."

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


if sys.platform == "win32":
    import msvcrt

    # Far behind the pid, so that others can still read it: a Windows lock forbids reading what it covers.
    _LOCKED_BYTE = 1 << 20

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
