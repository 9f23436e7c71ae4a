"""Rows that make no sense go from a copy of damaged data, so that the others are saved: a flipped bit is one row's loss.

SQLite's own check sees a value its column does not take, but neither mends it nor says in which row it is; text that is
none it does not even see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from .connection import DatabaseError, SQLConnection, opened

_REFUSED: Final = re.compile(r"(?:CHECK constraint failed|value) in (\w+)(?:\.\w+)?$")
"""How SQLite's check tells of a value its column does not take: "non-REAL value in videos.published_at"."""


def drop_senseless_rows(file: Path) -> int:
    """Delete every row with text that is not UTF-8, or a value its column does not take, and what hangs on it.

    Returns how many there were. The caller is the only one who has the file open.
    """
    return _drop_unreadable(file) + _drop_refused(file)


def _drop_unreadable(file: Path) -> int:
    with opened(file, read_only=False) as connection:
        tables = list(_tables(connection))
        connection.text_factory = bytes
        found = 0
        for table, key in tables:
            rows = [row for row in _keys_and_rows(connection, table, key) if not _is_text(row)]
            condition = " AND ".join(
                f"CAST({column} AS BLOB) IS CAST(? AS BLOB)" for column in key
            )  # text came as bytes
            connection.executemany(f"DELETE FROM {table} WHERE {condition}", [row[: len(key)] for row in rows])
            found += len(rows)
        return found


def _drop_refused(file: Path) -> int:
    with opened(file, read_only=False) as connection:
        messages = [message for (message,) in connection.execute("PRAGMA integrity_check")]
        named = {match[1] for message in messages if (match := _REFUSED.search(message))}
        return sum(
            _drop_refused_of(connection, table, key) for table, key in list(_tables(connection)) if table in named
        )


def _drop_refused_of(connection: SQLConnection, table: str, key: list[str]) -> int:
    """Have SQLite take each value of a table anew, which it refuses where it would not store it today."""
    names = [name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))]
    condition = " AND ".join(f"{column} IS ?" for column in key)
    taken_anew = f"UPDATE {table} SET {', '.join(f'{name} = {name}' for name in names)} WHERE {condition}"
    refused = []
    for row in connection.execute(f"SELECT {', '.join(key)} FROM {table}").fetchall():
        try:
            connection.execute(taken_anew, row)
        except DatabaseError:
            refused.append(row)
    connection.executemany(f"DELETE FROM {table} WHERE {condition}", refused)
    return len(refused)


def _tables(connection: SQLConnection) -> Iterator[tuple[str, list[str]]]:
    """Yield our own tables, each with the columns that name a row."""
    listed = connection.execute(
        "SELECT name, wr FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    for table, has_no_rowid in listed.fetchall():
        columns = connection.execute("SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", (table,))
        yield table, [column for (column,) in columns] if has_no_rowid else ["rowid"]


def _keys_and_rows(connection: SQLConnection, table: str, key: list[str]) -> Iterator[tuple[Any, ...]]:
    columns = connection.execute("SELECT name, type FROM pragma_table_info(?)", (table,)).fetchall()
    texts = [name.decode() for name, kind in columns if kind == b"TEXT"]
    yield from connection.execute(f"SELECT {', '.join([*key, *texts])} FROM {table}")


def _is_text(row: tuple[Any, ...]) -> bool:
    for value in row:
        if isinstance(value, bytes):
            try:
                value.decode()
            except UnicodeDecodeError:
                return False
    return True
