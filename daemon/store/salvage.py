"""What SQLite's own check does not see: text that is none. Nobody can read a row with it, so it goes from a copy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .connection import SQLConnection, opened


def drop_unreadable_rows(file: Path) -> int:
    """Delete every row that holds text which is not UTF-8, with what hangs on it; return how many there were.

    The caller is the only one who has the file open.
    """
    with opened(file, read_only=False) as connection:
        connection.text_factory = bytes
        found = 0
        for table, key in list(_tables(connection)):
            rows = [row for row in _keys_and_rows(connection, table, key) if not _is_text(row)]
            condition = " AND ".join(
                f"CAST({column} AS BLOB) IS CAST(? AS BLOB)" for column in key
            )  # text came as bytes
            connection.executemany(f"DELETE FROM {table} WHERE {condition}", [row[: len(key)] for row in rows])
            found += len(rows)
        return found


def _tables(connection: SQLConnection) -> Iterator[tuple[str, list[str]]]:
    """Yield our own tables, each with the columns that name a row."""
    listed = connection.execute(
        "SELECT name, wr FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    for name, has_no_rowid in listed.fetchall():
        table = name.decode()
        columns = connection.execute("SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", (table,))
        yield table, [column.decode() for (column,) in columns] if has_no_rowid else ["rowid"]


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
