"""Values that make no sense go from a copy of damaged data, so that all else is saved: a flipped bit is one value's loss.

SQLite's own check sees a value its column does not take, but neither mends it nor says in which row it is; text that is
none it does not even see.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from daemon.errors import DatabaseDamaged

from .connection import IntegrityError, SQLConnection, opened
from .reviving import revive
from .schema import mend_schema
from .substitutes import Column, Table, tables

_REFUSED: Final = re.compile(r"(?:CHECK constraint failed|value) in (\w+)(?:\.\w+)?$")
"""How SQLite's check tells of a value its column does not take: "non-REAL value in videos.published_at"."""

_MOST_TOLD: Final = 1_000_000
"""Else SQLite's check ends after a hundred values, and the next damaged table goes unnamed."""


@dataclass(frozen=True, slots=True)
class _Senseless:
    """A row by its key, and the columns whose values make no sense; none where nobody can tell which."""

    key: tuple[Any, ...]
    columns: tuple[Column, ...]


def mend_values(file: Path) -> None:
    """Take all text that is not UTF-8 and all values their columns do not take out of a file nobody else has open.

    What another table says comes in their place, nothing, or the column's default; where none of it can be, the row goes.
    People and videos that are gone, and that others still name, come back without what only their own row told.

    Raises DatabaseDamaged, and changes nothing, where that row is a person's: with it all they did would go.
    """
    with opened(file, read_only=False) as connection:
        connection.execute("BEGIN")  # else each row is synced by itself
        mend_schema(connection)
        ours = tables(connection)
        for table in ours:
            _mend(connection, table, _unreadable(connection, table), _by_key(table, as_bytes=True))
        named = _refused_tables(connection)
        for table in ours:
            if table.name in named:
                _mend(connection, table, _refused(connection, table), _by_key(table))
        revive(connection)
        connection.execute("COMMIT")


def _by_key(table: Table, *, as_bytes: bool = False) -> str:
    """Return a condition that finds a row by its key, whose text may have been read as bytes."""
    texts = {column.name for column in table.columns if as_bytes and "text" in column.kinds}
    return " AND ".join(f"{name} IS {'CAST(? AS TEXT)' if name in texts else '?'}" for name in table.key)


def _mend(connection: SQLConnection, table: Table, rows: list[_Senseless], by_key: str) -> None:
    for row in rows:
        if _is_mended(connection, table, row, by_key):
            continue
        if table.name == "users":
            raise DatabaseDamaged("What is stored of a person is damaged and cannot be mended.")
        connection.execute(f"DELETE FROM {table.name} WHERE {by_key}", row.key)


def _is_mended(connection: SQLConnection, table: Table, row: _Senseless, by_key: str) -> bool:
    changes = [f"{column.name} = {column.instead}" for column in row.columns if column.instead is not None]
    if not changes or len(changes) < len(row.columns):
        return False
    try:
        connection.execute(f"UPDATE {table.name} SET {', '.join(changes)} WHERE {by_key}", row.key)
    except IntegrityError:  # it must be there, or another row has the same
        return False
    return True


def _unreadable(connection: SQLConnection, table: Table) -> list[_Senseless]:
    """Return the rows with text that is none."""
    texts = [column for column in table.columns if "text" in column.kinds]
    names = ", ".join([*table.key, *(column.name for column in texts)])
    connection.text_factory = bytes
    found = []
    for row in connection.execute(f"SELECT {names} FROM {table.name}"):
        key, values = row[: len(table.key)], row[len(table.key) :]
        if wrong := [column for column, value in zip(texts, values, strict=True) if not _is_text(value)]:
            found.append(_Senseless(key, tuple(wrong)))
    connection.text_factory = str
    return found


def _is_text(value: object) -> bool:
    if isinstance(value, bytes):
        try:
            value.decode()
        except UnicodeDecodeError:
            return False
    return True


def _refused_tables(connection: SQLConnection) -> set[str]:
    messages = connection.execute(f"PRAGMA integrity_check({_MOST_TOLD})").fetchall()
    return {match[1] for (message,) in messages if (match := _REFUSED.search(message))}


def _refused(connection: SQLConnection, table: Table) -> list[_Senseless]:
    """Have SQLite take each row of a table anew; return those it refuses, as it would not store them today."""
    by_key = _by_key(table)
    anew = ", ".join(f"{column.name} = {column.name}" for column in table.columns)
    found = []
    for key in connection.execute(f"SELECT {', '.join(table.key)} FROM {table.name}").fetchall():
        try:
            connection.execute(f"UPDATE {table.name} SET {anew} WHERE {by_key}", key)
        except IntegrityError:
            found.append(_Senseless(key, _of_another_kind(connection, table, by_key, key)))
    return found


def _of_another_kind(connection: SQLConnection, table: Table, by_key: str, key: tuple[Any, ...]) -> tuple[Column, ...]:
    kinds = ", ".join(f"typeof({column.name})" for column in table.columns)
    row = connection.execute(f"SELECT {kinds} FROM {table.name} WHERE {by_key}", key).fetchone()
    return tuple(column for column, kind in zip(table.columns, row, strict=True) if kind not in column.kinds)
