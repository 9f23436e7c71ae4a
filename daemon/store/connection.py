"""How a database is opened: the right SQLite, the right pragmas, and a connection with a thread of its own."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar, cast

import aiosqlite
import pysqlite3
import sqlite_vec

from daemon.errors import DatabaseDamaged, DiskFull, StorageError

if TYPE_CHECKING:
    # For types alone: the standard library's SQLite must never open our file (two libraries drop each other's locks).
    import sqlite3

T = TypeVar("T")
SQLConnection: TypeAlias = "sqlite3.Connection"

OLDEST_SQLITE: Final = (3, 51, 3)
"""Before this, a write that races a checkpoint in WAL mode can silently lose committed pages."""

JOURNAL_SIZE_LIMIT_BYTES: Final = 64 * 1024 * 1024
BUSY_TIMEOUT_SECONDS: Final = 5.0

WRITER_CACHE_KIB: Final = 16 * 1024
"""An import touches pages all over the indexes; what does not fit is written and read again within one transaction."""

LONGEST_LOG_PAGES: Final = 8_000
"""The writer folds its log into the file when nobody waits (see `writer`); beyond this, whoever commits has to."""

# Without an adapter the driver looks for one anew for every None it binds, raising and dropping exceptions: a third of an import.
pysqlite3.register_adapter(type(None), lambda none: none)

_NEVER_OURS: Final = ("Could not decode to UTF-8", "unsupported file format")

DatabaseError = pysqlite3.DatabaseError
IntegrityError = pysqlite3.IntegrityError
OperationalError = pysqlite3.OperationalError


class Connection(aiosqlite.Connection):
    """One SQLite connection and its thread; the loop only ever waits."""

    def __init__(self, connector: Callable[[], SQLConnection]) -> None:
        super().__init__(connector, iter_chunk_size=64)
        self._thread.daemon = True  # a connection somebody forgot to close must not keep the process from ending

    async def ended(self) -> None:
        """Return when the thread has ended, after a connection that failed or was closed."""
        await asyncio.to_thread(self._thread.join)

    async def run(self, function: Callable[[SQLConnection], T]) -> T:
        """Call `function(connection)` in the thread and return what it returns.

        One call, one unit: a coroutine between BEGIN and COMMIT could be cancelled and strand the transaction.
        """
        execute = cast("Callable[..., Any]", self._execute)
        return cast("T", await execute(function, self._conn))


async def connect(path: Path, *, read_only: bool) -> Connection:
    """Open `path`, making the file (mode 0600) when it is new.

    Raises StorageError when the linked SQLite is too old or the file refuses write-ahead logging, DatabaseDamaged for
    a file that is no database, DiskFull when the system refuses to read or write.
    """
    _check_version()
    connection = Connection(lambda: _open(path, read_only))
    try:
        await connection
    except (DatabaseError, OSError) as error:
        await connection.ended()
        raise refusal(path, error) from error
    return connection


@contextlib.contextmanager
def opened(path: Path, *, read_only: bool) -> Iterator[SQLConnection]:
    """Open `path` in the caller's own thread until the end of the block; what SQLite raises in it is translated.

    Raises StorageError, DatabaseDamaged where the file makes no sense.
    """
    _check_version()
    try:
        connection = _open(path, read_only)
    except (DatabaseError, OSError) as error:
        raise refusal(path, error) from error
    try:
        yield connection
    except DatabaseError as error:
        raise refusal(path, error) from error
    finally:
        if not read_only:
            # To close as the last one does it as well, but pysqlite3 keeps the interpreter's lock meanwhile: half a second of a backup's.
            checkpoint(connection, "TRUNCATE")
        connection.close()


def checkpoint(connection: SQLConnection, how: str) -> int:
    """Copy of the log into the file what no reader needs there; return how many pages are left.

    how: as `PRAGMA wal_checkpoint` has it; NOOP copies nothing. 0 where the disk refuses: the next commit will tell, and the log holds all there is.
    """
    try:
        _, pages, folded = connection.execute(f"PRAGMA wal_checkpoint({how})").fetchone()
    except DatabaseError:
        return 0
    return int(pages - folded)


def is_damage(error: BaseException) -> bool:
    """Return whether the file itself makes no sense to SQLite; a full disk or a missing right is none.

    Text that is not UTF-8 was never written by us, nor was another file format, and both are said without a code of their own.
    """
    name = getattr(error, "sqlite_errorname", "")
    return name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")) or any(each in str(error) for each in _NEVER_OURS)


def refusal(path: Path, error: Exception) -> StorageError:
    """Return the error for a file that cannot be opened: damaged only where SQLite can make no sense of it."""
    if disk_refuses(error):
        return DiskFull(f"The disk of {path} is full or fails; free some space and start OwnFeed again.")
    if is_damage(error):
        return DatabaseDamaged(f"The data in {path} are damaged ({error}); put a backup in their place.")
    if isinstance(error, PermissionError):  # of reading alone SQLite tells in words of its own
        where = f"The data in {path} cannot be opened: you may not write to {error.filename}."
        return StorageError(f"{where} `ownfeed doctor` says what to do about it.")
    return StorageError(f"The data in {path} cannot be opened ({error}); see that the disk and the file are readable.")


def disk_refuses(error: Exception) -> bool:
    """Whether SQLite was refused by the system; a limit on file size shows as an I/O error."""
    return getattr(error, "sqlite_errorname", "").startswith(("SQLITE_FULL", "SQLITE_IOERR"))


def _check_version() -> None:
    if pysqlite3.sqlite_version_info < OLDEST_SQLITE:
        oldest = ".".join(map(str, OLDEST_SQLITE))
        raise StorageError(
            f"SQLite {pysqlite3.sqlite_version} can lose committed data; install pysqlite3 with {oldest} or newer."
        )


def _open(path: Path, read_only: bool) -> SQLConnection:
    """Return a configured connection; runs in the connection's own thread."""
    if not read_only:
        _make_private(path)
    connection: SQLConnection = pysqlite3.connect(
        str(path), isolation_level=None, check_same_thread=False, timeout=BUSY_TIMEOUT_SECONDS
    )
    connection.enable_load_extension(True)
    sqlite_vec.load(connection)
    connection.enable_load_extension(False)
    try:
        _configure(connection, read_only)
    except UnicodeDecodeError as error:  # SQLite refuses the schema and quotes from it what is no text
        raise DatabaseError("malformed database schema: Could not decode to UTF-8") from error
    return connection


def _make_private(path: Path) -> None:
    """Make the file before SQLite does: its -wal and -shm take over the mode."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    path.chmod(0o600)


def _configure(connection: SQLConnection, read_only: bool) -> None:
    mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
    if mode != "wal":
        raise StorageError(f"The data lies on a file system without write-ahead logging (journal mode {mode}).")
    for pragma in (
        "synchronous = FULL",  # what was acknowledged survives a power cut
        "foreign_keys = ON",
        "trusted_schema = OFF",
        "cell_size_check = ON",
        "mmap_size = 0",
        "temp_store = MEMORY",
        f"journal_size_limit = {JOURNAL_SIZE_LIMIT_BYTES}",
        *(
            ("query_only = ON",)
            if read_only
            else (f"cache_size = -{WRITER_CACHE_KIB}", f"wal_autocheckpoint = {LONGEST_LOG_PAGES}")
        ),
    ):
        connection.execute(f"PRAGMA {pragma}")
