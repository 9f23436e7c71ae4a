"""A checked copy of the data before a newer program changes their schema."""

from __future__ import annotations

import time
from pathlib import Path

from .backup import BEFORE_SCHEMA, write_backup
from .connection import opened
from .migrations import MIGRATIONS


def keep_older_schema(database: Path) -> None:
    """Copy a database of an older schema to `backups/` beside it; a blank or current one is left alone.

    Raises what `write_backup` raises: without room for a copy nothing is migrated.
    """
    if not database.exists():
        return
    with opened(database, read_only=False) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
    if not 0 < version < len(MIGRATIONS):
        return
    stamp = f"{time.strftime('%Y-%m-%d')}-{time.time_ns()}"
    write_backup(database, database.parent / "backups" / f"{BEFORE_SCHEMA}{len(MIGRATIONS)}-from-{version}-{stamp}.db")
