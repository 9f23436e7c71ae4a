"""A Chromium browser's `History`, read from a private copy: the browser may be running, and its file is never written.

A running browser holds the file locked, so it is copied with its journal (which rolls back in the copy, not there) and
the copy is opened. SELECTs name their columns and probe for tables, since every version has others.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Final, NamedTuple

from pysqlite3 import dbapi2 as sqlite

from daemon.errors import UnreadableHistory

from .activity import clean
from .dates import EARLIEST, LATEST
from .links import Link, Target, read_link
from .records import OTHER, UNRECOGNISED, Record
from .sqlite_files import columns, open_copy
from .titles import page_title

UNIX_EPOCH_AT: Final = 11_644_473_600
"""Seconds from 1601-01-01, where Chromium's times begin, to 1970-01-01."""

_NOT_VISITS: Final = (3, 4, 8)
"""Core transitions of frames inside a page (automatic, manual), and reload."""
_CHAIN_START, _CHAIN_END, _REDIRECTS = 0x1000_0000, 0x2000_0000, 0xC000_0000
_TRIES: Final = 3

_REQUIRED: Final = {"urls": {"id", "url", "title"}, "visits": {"id", "url", "visit_time", "transition"}}
_ANNOTATIONS: Final = {"visit_id", "total_foreground_duration"}

_VISITS: Final = """
    SELECT u.url, u.title, v.visit_time, v.transition, NULL
    FROM visits v JOIN urls u ON u.id = v.url
    WHERE u.url LIKE '%youtube.com/%' OR u.url LIKE '%youtu.be/%'
    ORDER BY v.visit_time DESC, v.id DESC
"""
_ANNOTATED_VISITS: Final = _VISITS.replace("NULL", "a.total_foreground_duration").replace(
    "WHERE", "LEFT JOIN context_annotations a ON a.visit_id = v.id WHERE"
)


class _Visit(NamedTuple):
    """A row: microseconds since 1601, transition bits, microseconds in the foreground (None or -1 unknown).

    SQLite lets any value stand in any column, so types are seen to where they matter.
    """

    url: object
    title: object
    visit_time: object
    transition: object
    foreground: object


class ChromiumHistory:
    """The YouTube visits of one `History` file; used in a `with` statement, which removes the copy at its end.

    Raises UnreadableHistory on entering where the file is damaged, in the middle of a change, or no such history.
    """

    def __init__(self, path: Path, browser: str) -> None:
        self._path, self._browser = path, browser
        self._folder: TemporaryDirectory[str] | None = None
        self._copy = path

    def __enter__(self) -> ChromiumHistory:
        self._folder = TemporaryDirectory(prefix="ownfeed-")  # 0700
        try:
            self._copy = self._copied(Path(self._folder.name))
        except BaseException:
            self._folder.cleanup()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._folder is not None:
            self._folder.cleanup()

    @property
    def notes(self) -> tuple[str, ...]:
        """None: browsers keep their times in UTC."""
        return ()

    @property
    def size(self) -> int:
        """Bytes of the copy."""
        return self._copy.stat().st_size

    def outcomes(self) -> Iterator[Record | str]:
        """Yield what each visit to a video or a search is, newest first; other pages of YouTube's are passed over."""
        for visit in self._visits():
            outcome = read_visit(visit, self._browser)
            if outcome is not None:
                yield outcome

    def _visits(self) -> Iterator[_Visit]:
        try:
            with closing(open_copy(self._copy)) as database:
                is_annotated = columns(database, "context_annotations") >= _ANNOTATIONS
                yield from map(_Visit._make, database.execute(_ANNOTATED_VISITS if is_annotated else _VISITS))
        except sqlite.Error as error:
            raise self._unreadable() from error

    def _copied(self, folder: Path) -> Path:
        """Copy until the copy is whole and the file did not move meanwhile."""
        for _ in range(_TRIES):
            before = _state(self._path)
            copy = self._copy_with_journal(folder)
            if _state(self._path) == before and _is_whole(copy):
                self._require_history(copy)
                return copy
        raise self._unreadable()

    def _unreadable(self) -> UnreadableHistory:
        return UnreadableHistory(
            f"{self._path.name} of {self._browser} is damaged or is being written; close the browser and try again."
        )

    def _copy_with_journal(self, folder: Path) -> Path:
        try:
            for suffix in ("", "-journal", "-wal"):
                part, copy = self._path.with_name(self._path.name + suffix), folder / f"History{suffix}"
                copy.unlink(missing_ok=True)
                if part.exists():
                    shutil.copyfile(part, copy)
        except OSError as error:
            raise UnreadableHistory(f"{self._path} cannot be copied to read it: {error.strerror}.") from error
        return folder / "History"

    def _require_history(self, copy: Path) -> None:
        with closing(open_copy(copy)) as database:
            if not all(columns(database, table) >= names for table, names in _REQUIRED.items()):
                raise UnreadableHistory(f"{self._path.name} is a database, but not the history of a Chromium browser.")


def read_visit(visit: _Visit, browser: str) -> Record | str | None:
    """Return a watch or a search, the reason why a visit is none, or None for a page that is neither's."""
    link = read_link(visit.url) if isinstance(visit.url, str) else Link(Target.NOTHING)
    if link.target not in (Target.VIDEO, Target.SEARCH):
        return None
    if not isinstance(visit.transition, int) or not isinstance(visit.visit_time, int) or link.value is None:
        return UNRECOGNISED
    if not _counts(visit.transition & 0xFFFF_FFFF):
        return OTHER
    at = float(visit.visit_time // 1_000_000 - UNIX_EPOCH_AT)
    if not EARLIEST <= at < LATEST:
        return UNRECOGNISED
    if link.target is Target.SEARCH:
        return Record("search", at, query=clean(link.value), source=browser)
    title = page_title(visit.title) if isinstance(visit.title, str) else None
    return Record("watch", at, link.value, title, watch_seconds=_seconds(visit.foreground), source=browser)


def _seconds(foreground: object) -> float | None:
    """Nothing in the foreground is unknown, not unwatched: a tab may be listened to from behind."""
    return foreground / 1e6 if isinstance(foreground, int) and foreground > 0 else None


def _counts(transition: int) -> bool:
    """Whether a visit is one of its own: no frame, no reload, and the end of its chain of redirects."""
    is_hop = bool(transition & (_CHAIN_START | _REDIRECTS)) and not transition & _CHAIN_END
    return transition & 0xFF not in _NOT_VISITS and not is_hop


def _state(path: Path) -> tuple[int, int]:
    facts = path.stat()
    return facts.st_size, facts.st_mtime_ns


def _is_whole(copy: Path) -> bool:
    try:
        with closing(open_copy(copy)) as database:
            return bool(database.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite.DatabaseError:
        return False
