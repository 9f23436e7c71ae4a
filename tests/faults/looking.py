"""What is in a database, looked at from outside of the daemon."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pysqlite3

if TYPE_CHECKING:
    import sqlite3


@contextmanager
def looked_at(database: Path) -> Iterator[sqlite3.Connection]:
    """Open a database beside its daemon, or after its end; whoever looks changes nothing but what SQLite recovers."""
    with closing(pysqlite3.connect(str(database), timeout=30)) as connection:
        yield connection


def stored_signals(database: Path) -> list[str]:
    """Return the ids of all stored signals; impressions are among them."""
    with looked_at(database) as connection:
        return [found for (found,) in connection.execute("SELECT signal_id FROM signals")]


def stored_watches(database: Path) -> dict[str, tuple[str, float]]:
    """Return video and seconds of every watch that the extension counted itself, by the signal's id."""
    query = (
        "SELECT signal_id, video_id, watched_seconds FROM signals WHERE kind = 'watch' AND watched_seconds IS NOT NULL"
    )
    with looked_at(database) as connection:
        return {signal_id: (video_id, seconds) for signal_id, video_id, seconds in connection.execute(query)}


def damage(database: Path, *, thorough: bool = False) -> str:
    """Return what SQLite finds wrong with the file, `ok` when nothing is."""
    with looked_at(database) as connection:
        return str(connection.execute(f"PRAGMA {'integrity' if thorough else 'quick'}_check").fetchone()[0])
