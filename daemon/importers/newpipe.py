"""NewPipe's `newpipe.db`, alone or in the zip its settings export: watches, searches, playlists, subscriptions; times in milliseconds.

It is copied into a private folder, read there, and the copy removed. Other sites' rows (`service_id` other than 0) are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar, Final

from pysqlite3 import dbapi2 as sqlite

from daemon.errors import UnreadableHistory

from .activity import clean
from .links import Target, read_link
from .loose import from_milliseconds, string
from .records import UNRECOGNISED, Kind, Record
from .source import Source
from .sqlite_files import columns, open_copy

NEWPIPE: Final = "newpipe"
SQLITE_MARK: Final = "SQLite format 3\x00"
_SCHEMA: Final = re.compile(r"CREATE TABLE\s+\W?stream_history\b")

_QUERIES: Final[tuple[tuple[Kind, str, dict[str, set[str]]], ...]] = (
    (
        "watch",
        "SELECT s.url, s.title, s.uploader, s.uploader_url, h.access_date, t.progress_time "
        "FROM stream_history h JOIN streams s ON s.uid = h.stream_id "
        "LEFT JOIN stream_state t ON t.stream_id = s.uid WHERE s.service_id = 0 ORDER BY h.access_date DESC",
        {"stream_history": {"stream_id", "access_date"}, "stream_state": {"stream_id", "progress_time"}},
    ),
    (
        "saved",
        "SELECT s.url, s.title, s.uploader, s.uploader_url, NULL, NULL "
        "FROM playlist_stream_join j JOIN streams s ON s.uid = j.stream_id "
        "WHERE s.service_id = 0 ORDER BY j.playlist_id, j.join_index",
        {"playlist_stream_join": {"stream_id", "playlist_id", "join_index"}},
    ),
    (
        "search",
        "SELECT search, creation_date FROM search_history WHERE service_id = 0 ORDER BY creation_date DESC",
        {"search_history": {"search", "creation_date", "service_id"}},
    ),
    (
        "subscribe",
        "SELECT url, name FROM subscriptions WHERE service_id = 0 ORDER BY uid",
        {"subscriptions": {"uid", "url", "name", "service_id"}},
    ),
)
_STREAMS: Final = {"uid", "service_id", "url", "title", "uploader", "uploader_url"}


def is_newpipe(head: str) -> bool:
    """Whether the first pages of a database are those of NewPipe's: its schema stands there."""
    return head.startswith(SQLITE_MARK) and bool(_SCHEMA.search(head))


@dataclass(slots=True)
class NewPipeFile:
    """One database."""

    source: Source
    of: ClassVar[str] = NEWPIPE

    @property
    def notes(self) -> tuple[str, ...]:
        """None: times are UTC."""
        return ()

    def check(self) -> None:
        """See that it is whole, and NewPipe's."""
        with self._opened() as database:
            if database.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise self._damaged()
            if not columns(database, "streams") >= _STREAMS:
                raise UnreadableHistory(
                    f"{self.source.name} is a database, but not of a version of NewPipe known here."
                )

    def outcomes(self) -> Iterator[Record | str]:
        """Judge each row of YouTube's; a table that this version lacks holds none."""
        with self._opened() as database:
            for kind, query, needed in _QUERIES:
                if all(columns(database, table) >= names for table, names in needed.items()):
                    yield from (self._judged(kind, row) for row in database.execute(query))

    def _judged(self, kind: Kind, row: tuple[object, ...]) -> Record | str:
        if kind == "search":
            at, query = from_milliseconds(row[1]), clean(string(row[0]))
            return Record(kind, at, query=query, source=NEWPIPE) if at is not None and query else UNRECOGNISED
        link = read_link(string(row[0]))
        if kind == "subscribe":
            if link.target is not Target.CHANNEL or link.value is None:
                return UNRECOGNISED
            name = clean(string(row[1]))
            return Record(kind, self.source.modified_at, channel_id=link.value, channel_name=name, source=NEWPIPE)
        return self._video(kind, row, link.value if link.target is Target.VIDEO else None)

    def _video(self, kind: Kind, row: tuple[object, ...], video_id: str | None) -> Record | str:
        _, title, uploader, uploader_url, access_date, progress = row
        at = self.source.modified_at if kind == "saved" else from_milliseconds(access_date)
        if at is None or video_id is None:
            return UNRECOGNISED
        return Record(
            kind,
            at,
            video_id,
            clean(string(title)),
            channel_id=read_link(string(uploader_url)).value,
            channel_name=clean(string(uploader)),
            watch_seconds=progress / 1000 if isinstance(progress, int) and progress > 0 else None,
            source=NEWPIPE,
            is_undated=kind == "saved",
        )

    @contextmanager
    def _opened(self) -> Iterator[Any]:
        with TemporaryDirectory(prefix="ownfeed-") as folder:  # 0700
            copy = Path(folder, "newpipe.db")
            with copy.open("wb") as file:
                for chunk in self.source.chunks():
                    file.write(chunk)
            try:
                with closing(open_copy(copy)) as database:
                    yield database
            except sqlite.Error as error:
                raise self._damaged() from error

    def _damaged(self) -> UnreadableHistory:
        return UnreadableHistory(f"{self.source.name} is damaged; export it again.")
