"""A COMMIT that fails is taken for one that came through."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from daemon.store import writer
from daemon.store.connection import DatabaseError, SQLConnection


def _commit_together(connection: SQLConnection, functions: Sequence[Callable[[SQLConnection], Any]]) -> list[Any]:
    connection.execute("BEGIN IMMEDIATE")
    outcomes = [writer._attempt(connection, function) for function in functions]
    with suppress(DatabaseError):
        connection.execute("COMMIT")
    if connection.in_transaction:
        connection.execute("ROLLBACK")
    return outcomes


def take_out() -> None:
    """Answer as if all was well."""
    writer.commit_together = _commit_together
