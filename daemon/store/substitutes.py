"""What stands where a value was lost: what another table says of it, nothing, or the column's default."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from .connection import SQLConnection

_TOLD_ELSEWHERE: Final = {
    ("videos", "video_id"): "(SELECT s.video_id FROM video_sources s WHERE s.video_number = videos.number)",
    ("videos", "number"): (
        "(SELECT coalesce(max(s.video_number), (SELECT max(CAST(v.number AS INTEGER)) + 1 FROM videos v)) "
        "FROM video_sources s WHERE s.video_id = videos.video_id)"
    ),
    ("video_sources", "video_id"): "(SELECT v.video_id FROM videos v WHERE v.number = video_sources.video_number)",
    ("signals", "video_id"): "(SELECT v.video_id FROM videos v WHERE v.number = signals.video_number)",
    ("signals", "video_number"): "(SELECT v.number FROM videos v WHERE v.video_id = signals.video_id)",
}
"""Since schema 8; a number nobody knows is given anew."""

_ACTS_HANG_ON: Final = ("users", "videos")
"""With a row of these goes what people did: a name or a time that must be there and is lost is '' or 0 from then on."""

_ZERO: Final = {"TEXT": "''", "REAL": "0", "INTEGER": "0"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column, the kinds of values it takes, and in SQL what stands for a lost one; None: its row is lost, too."""

    name: str
    kinds: frozenset[str]
    instead: str | None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of ours; `key` names the columns that name a row."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]


def tables(connection: SQLConnection) -> list[Table]:
    """Return our own tables; `connection` reads text as text."""
    listed = connection.execute(
        "SELECT name, wr FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    return [_table(connection, name, has_rowid=not wr) for name, wr in listed.fetchall()]


def _table(connection: SQLConnection, table: str, *, has_rowid: bool) -> Table:
    infos = connection.execute(
        'SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info(?) ORDER BY pk', (table,)
    ).fetchall()
    key = ("rowid",) if has_rowid else tuple(name for name, *_, place in infos if place)
    owners = {name for (name,) in connection.execute('SELECT "from" FROM pragma_foreign_key_list(?)', (table,))}
    told = _told_elsewhere(connection, table)
    columns = []
    for name, kind, is_needed, default, place in infos:
        is_free = name not in owners and not place  # whose a row is cannot be made up, nor its name
        plain = _plain(table, kind, default, is_needed=is_needed) if is_free else None
        kinds = {kind.lower()} if is_needed else {kind.lower(), "null"}
        columns.append(Column(name, frozenset(kinds), told.get(name, plain)))
    return Table(table, key, tuple(columns))


def _plain(table: str, kind: str, default: str | None, *, is_needed: bool) -> str | None:
    if not is_needed:
        return "NULL"
    return default or (_ZERO.get(kind) if table in _ACTS_HANG_ON else None)


def is_numbered(connection: SQLConnection) -> bool:
    """Whether videos have numbers, which schema 8 gave them."""
    column = "SELECT 1 FROM pragma_table_info('videos') WHERE name = 'number'"
    return connection.execute(column).fetchone() is not None


def _told_elsewhere(connection: SQLConnection, table: str) -> dict[str, str]:
    if not is_numbered(connection):
        return {}
    return {name: sql for (of, name), sql in _TOLD_ELSEWHERE.items() if of == table}
