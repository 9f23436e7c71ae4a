"""A copy of everything that was checked before it counts, and the way back."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from daemon.disk import free_bytes
from daemon.errors import Conflict, DatabaseDamaged, DatabaseTooNew, DiskFull, InvalidRequest, StorageError

from .connection import SQLConnection, opened
from .migrations import MIGRATIONS
from .schema import require_schema
from .users import epochs
from .vector_index import INDEX

KEPT_DAYS: Final = 7
KEPT_WEEKS: Final = 4
PUT_ASIDE: Final = ("damaged-", "replaced-")
"""How the names begin of databases that gave way to another one."""
_DAILY: Final = "daily-"
BEFORE_SCHEMA: Final = "before-schema-"
KEPT_BEFORE_UPDATES: Final = 2
_ENDS_WITHIN: Final = timedelta(days=1)
"""A copy that nobody has written to for longer was cut off with its process."""


def write_backup(database: Path, target: Path, *, mend: Callable[[Path], object] | None = None) -> None:
    """Copy the database to a new file (mode 0600), also while a daemon writes: one moment of it, compact, checked.

    The index of vectors is left out: it is derived, as large as all else, and made anew where the copy is opened.

    mend: what is done to the copy before it is checked.

    Raises InvalidRequest when `target` is there already, DiskFull when there is no room for it, DatabaseDamaged when the
    database cannot be read or the copy does not pass SQLite's check, Conflict when the data were wiped meanwhile.
    """
    if target.exists():
        raise InvalidRequest(f"{target} is there already; give the backup another name.")
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    discard_unfinished(target)
    unfinished = _unfinished(target)
    _check_room(database, target.parent)
    try:
        with opened(database, read_only=True) as connection:
            _copy(connection, unfinished)
            copied = _finish(unfinished)
            if mend is not None:
                mend(unfinished)
            check_backup(unfinished)
            _put_in_place(unfinished, target)
            if not set(copied) <= set(
                epochs(connection)
            ):  # a wipe deletes every backup, and this one was not there yet
                _delete(target)
                raise Conflict("The data were deleted while they were copied, so the copy was deleted too.")
    except BaseException:
        _delete(unfinished)
        raise


def check_backup(file: Path, *, thorough: bool = False, called: Path | None = None) -> None:
    """Read a whole backup, in whose folder SQLite writes; thorough: compare its indexes with its tables too.

    called: what the person knows it as, where it is a copy.
    Raises DatabaseDamaged when SQLite finds something wrong, DatabaseTooNew when a newer program wrote it.
    """
    with opened(file, read_only=False) as connection:
        found = connection.execute(f"PRAGMA {'integrity_check' if thorough else 'quick_check'}").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if found != "ok":
            raise DatabaseDamaged(f"{called or file} is damaged ({found}); take another backup.")
        if not 0 < version <= len(MIGRATIONS):
            raise DatabaseTooNew(
                f"{called or file} was not written by this OwnFeed or an older one (schema {version})."
            )
        require_schema(connection)


def count_signals(file: Path) -> int:
    """Return how many signals a database holds that nobody else has open."""
    with opened(file, read_only=False) as connection:
        return int(connection.execute("SELECT count(*) FROM signals").fetchone()[0])


def fold_log(database: Path) -> None:
    """Bring what is only in the write-ahead log into the file, if the two can still be read."""
    with contextlib.suppress(StorageError), opened(database, read_only=False):
        pass  # the last one to close folds the log


def checked_copy(backup: Path, database: Path) -> Path:
    """Copy a backup beside the database, check the copy and return it: the backup may lie where nobody can write.

    Raises as `check_backup` does, and DiskFull; leaves no copy then. The caller holds the lock.
    """
    _check_room(backup, database.parent)
    copy = copied_beside(backup, database)
    try:
        check_backup(copy, called=backup)
    except BaseException:
        _delete(copy)
        raise
    return copy


def copied_beside(backup: Path, database: Path) -> Path:
    """Copy a backup to where the database lies, for its owner alone, and return the copy.

    With its log: what a daemon that was killed had acknowledged may stand there alone, and the file be given as it was found.
    """
    copy = _unfinished(database)
    _delete(copy)
    for ending in ("-wal", ""):
        part = backup.with_name(backup.name + ending)
        if part.exists():
            shutil.copyfile(part, copy.with_name(copy.name + ending))
            copy.with_name(copy.name + ending).chmod(0o600)
    return copy


def put_back(copy: Path, database: Path, aside: Path) -> None:
    """Move a copy that lies beside the database into its place; the database is kept as `aside`.

    The caller holds the lock and has folded the log.
    """
    for log in ("-wal", "-shm"):  # only a damaged file has them still; SQLite would play them into the new one
        with contextlib.suppress(FileNotFoundError):
            database.with_name(database.name + log).replace(aside.with_name(aside.name + log))
    if database.exists():
        _keep(database, aside)
    _put_in_place(copy, database)


def _keep(database: Path, aside: Path) -> None:
    """Give the database a second name; it is not moved, so that there is one at every moment."""
    try:
        aside.hardlink_to(database)
    except FileExistsError:
        raise
    except OSError:  # a memory stick knows no links
        shutil.copy(database, aside)
        _sync(aside)


def delete_backups(folder: Path) -> int:
    """Delete every backup in the data directory, for they hold what a wipe is to forget; return how many."""
    files = [path for path in folder.glob("*") if path.is_file()]
    for path in files:
        path.unlink(missing_ok=True)
    return len(files)


def daily(folder: Path, day: date) -> Path:
    """Return where the backup of a day belongs."""
    return folder / f"{_DAILY}{day.isoformat()}.db"


def rotate(folder: Path, today: date) -> list[Path]:
    """Delete the backups nobody needs.

    Of the daily ones the newest seven stay, and of those before each week's last for four weeks; of those from before
    an update the newest two; what was cut off while it was written goes after a day. What a person made or what was put
    aside is never touched, nor what is dated ahead: the clock was wrong then, or is now. Returns what was deleted.
    """
    dated = {day: file for file in folder.glob(f"{_DAILY}*.db") if (day := _day_of(file)) is not None}
    by_day = {day: file for day, file in dated.items() if day <= today}
    days = sorted(by_day, reverse=True)
    last_of_week: dict[tuple[int, int], date] = {}
    for day in days[KEPT_DAYS:]:
        last_of_week.setdefault(day.isocalendar()[:2], day)
    kept = {*days[:KEPT_DAYS], *list(last_of_week.values())[:KEPT_WEEKS]}
    before_updates = sorted(folder.glob(f"{BEFORE_SCHEMA}*.db"), key=lambda file: file.stat().st_mtime)
    cut_off = [file for file in folder.glob("*.unfinished*") if _is_cut_off(file, today)]
    deleted = [by_day[day] for day in days if day not in kept] + before_updates[:-KEPT_BEFORE_UPDATES] + cut_off
    for file in deleted:
        file.unlink(missing_ok=True)
    return deleted


def newest_first(folder: Path) -> list[Path]:
    """Return what a damaged database could be replaced by; what was itself put aside is not among it."""
    files = [file for file in folder.glob("*.db") if not file.name.startswith(PUT_ASIDE)]
    return sorted(files, key=lambda file: file.stat().st_mtime, reverse=True)


def _day_of(file: Path) -> date | None:
    try:
        return date.fromisoformat(file.stem.removeprefix(_DAILY))
    except ValueError:
        return None


def _is_cut_off(unfinished: Path, today: date) -> bool:
    try:
        written_at = unfinished.stat().st_mtime
    except FileNotFoundError:  # it was finished meanwhile
        return False
    return datetime.fromtimestamp(written_at, UTC).date() < today - _ENDS_WITHIN


def discard_unfinished(target: Path) -> None:
    """Delete what is left of a backup that was to be `target` and whose writing was broken off."""
    _delete(_unfinished(target))


def _unfinished(target: Path) -> Path:
    """Return where a file is written until it is whole."""
    return target.with_name(f"{target.name}.unfinished")


def _delete(unfinished: Path) -> None:
    """Delete a copy that shall not be, with the files SQLite keeps beside it while it is open."""
    for ending in ("", "-wal", "-shm", "-journal"):
        unfinished.with_name(unfinished.name + ending).unlink(missing_ok=True)


def _copy(connection: SQLConnection, target: Path) -> None:
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    connection.execute("PRAGMA query_only = OFF")  # it forbids VACUUM, which writes nothing to the file we read
    connection.execute("VACUUM INTO ?", (str(target),))


def _finish(unfinished: Path) -> list[tuple[int, int]]:
    """Take the derived index out of a copy, VACUUM giving its pages back, and return the copy's epochs."""
    with opened(unfinished, read_only=False) as connection:
        connection.execute(f"DROP TABLE IF EXISTS {INDEX}")
        connection.execute("DELETE FROM vec_index")
        connection.execute("VACUUM")
        return epochs(connection)


def _check_room(database: Path, folder: Path) -> None:
    needed, free = database.stat().st_size, free_bytes(folder)
    if free < needed:
        raise DiskFull(f"A backup needs {needed / 1e6:.1f} MB and {free / 1e6:.1f} MB are free; free some space first.")


def _put_in_place(unfinished: Path, target: Path) -> None:
    """Give a finished file its name only after all of it is on the disk, and see that the name is too."""
    _sync(unfinished)
    unfinished.replace(target)
    _sync(target.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
