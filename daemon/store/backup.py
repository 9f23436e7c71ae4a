"""A copy of everything that was checked before it counts, and the way back."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

from daemon.errors import DatabaseDamaged, DatabaseTooNew, InvalidRequest, StorageError

from .connection import SQLConnection, connect
from .migrations import MIGRATIONS


async def write_backup(database: Path, target: Path) -> None:
    """Copy the database to a new file (mode 0600), also while a daemon writes: one moment of it, compact, checked.

    Raises InvalidRequest when `target` is there already, DatabaseDamaged when the copy does not pass SQLite's check.
    """
    unfinished = _unfinished(target)
    connection = await connect(database, read_only=True)
    try:
        await connection.run(lambda writer: _copy(writer, unfinished))
        await check_backup(unfinished)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    finally:
        await connection.close()
    _put_in_place(unfinished, target)


async def check_backup(file: Path) -> None:
    """Read a whole backup.

    Raises DatabaseDamaged when SQLite finds something wrong, DatabaseTooNew when a newer program wrote it.
    """
    connection = await connect(file, read_only=True)
    try:
        found, version = await connection.run(_look)
    finally:
        await connection.close()
    if found != "ok":
        raise DatabaseDamaged(f"{file} is damaged ({found}); take another backup.")
    if not 0 < version <= len(MIGRATIONS):
        raise DatabaseTooNew(f"{file} was not written by this OwnFeed or an older one (schema {version}).")


async def fold_log(database: Path) -> None:
    """Bring what is only in the write-ahead log into the file, if the two can still be read."""
    with contextlib.suppress(StorageError):
        connection = await connect(database, read_only=False)
        await connection.close()  # the last one to close folds the log


def put_back(backup: Path, database: Path, aside: Path) -> None:
    """Put a copy of the backup in the place of the database, which is kept as `aside`.

    The caller holds the lock and has folded the log.
    """
    unfinished = database.with_name(f"{database.name}.unfinished")
    shutil.copyfile(backup, unfinished)
    unfinished.chmod(0o600)
    for log in ("-wal", "-shm"):  # only a damaged file has them still; SQLite would play them into the new one
        with contextlib.suppress(FileNotFoundError):
            database.with_name(database.name + log).replace(aside.with_name(aside.name + log))
    with contextlib.suppress(FileNotFoundError):
        aside.hardlink_to(database)  # and not moved: there is a database at every moment
    _put_in_place(unfinished, database)


def delete_backups(folder: Path) -> int:
    """Delete every backup in the data directory, for they hold what a wipe is to forget; return how many."""
    files = [path for path in folder.glob("*") if path.is_file()]
    for path in files:
        path.unlink()
    return len(files)


def _unfinished(target: Path) -> Path:
    """Return where a new file is written until it is whole."""
    if target.exists():
        raise InvalidRequest(f"{target} is there already; give the backup another name.")
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = target.with_name(f"{target.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    return unfinished


def _copy(connection: SQLConnection, target: Path) -> None:
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    connection.execute("PRAGMA query_only = OFF")  # it forbids VACUUM, which writes nothing to the file we read
    connection.execute("VACUUM INTO ?", (str(target),))


def _look(connection: SQLConnection) -> tuple[str, int]:
    found = connection.execute("PRAGMA quick_check").fetchone()[0]
    return str(found), int(connection.execute("PRAGMA user_version").fetchone()[0])


def _put_in_place(unfinished: Path, target: Path) -> None:
    """Give a finished file its name only after all of it is on the disk, and see that the name is too."""
    _sync(unfinished)
    unfinished.replace(target)
    _sync(target.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
