"""Databases of other programs, opened from copies: nothing in them is run, and nothing in them is believed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pysqlite3 import dbapi2 as sqlite


def open_copy(path: Path) -> Any:
    """Open a copy for reading; text that is not UTF-8 is read as well as it can be."""
    database = sqlite.connect(path)
    database.text_factory = lambda raw: raw.decode("utf-8", "replace")
    database.execute("PRAGMA trusted_schema = OFF")
    database.execute("PRAGMA query_only = ON")
    return database


def columns(database: Any, table: str) -> set[str]:
    """Return the columns of a table; none where there is no such table (a view of that name would run its own SQL)."""
    is_table = database.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)).fetchone()
    return {row[1] for row in database.execute(f"PRAGMA table_info({table})")} if is_table else set()
