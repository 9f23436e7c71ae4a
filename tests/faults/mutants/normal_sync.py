"""`PRAGMA synchronous = NORMAL`: a commit is no longer synced, only the folding of the log is."""

from __future__ import annotations

from daemon.store import connection as opening
from daemon.store.connection import SQLConnection

_configure = opening._configure


def _configure_normal(connection: SQLConnection, read_only: bool) -> None:
    _configure(connection, read_only)
    connection.execute("PRAGMA synchronous = NORMAL")


def take_out() -> None:
    """Sync less."""
    opening._configure = _configure_normal
