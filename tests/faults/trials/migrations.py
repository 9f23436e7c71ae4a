"""[D8] From every schema there ever was, killed before every statement of the way: the newest schema, and every row."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np

from daemon.store import Store, migrations
from daemon.store.connection import SQLConnection, opened
from tests.faults.trial import Outcome, Say, Trial

_ALLOWED: Final = {
    "rating": "up", "action": "block", "state": "done", "outcome": "described", "models.state": "serving",
    "transcripts.state": "there",
}  # fmt: skip
"""What the columns with a CHECK may hold; all else is 1, as a number, a text or a byte, so that every reference holds."""
_OF_TYPE: Final[dict[str, object]] = {"TEXT": "1", "BLOB": b"1"}
Rows = dict[str, list[tuple[Any, ...]]]


def run(times: int, seed: int, folder: Path, say: Say, *, without_transactions: bool = False) -> Outcome:
    """Go up from each version, blank and full, then `times` more with a kill; without_transactions: the mutant."""
    rng, outcome = np.random.default_rng(seed), Outcome()
    newest = len(migrations.MIGRATIONS)
    schema = _opened_again(_old(folder / "new" / "ownfeed.db", 0, is_full=False))[0]
    held: list[tuple[int, int]] = []
    for version in range(newest):
        for is_full in (False, True):
            file = _old(folder / f"{version}-{is_full}" / "ownfeed.db", version, is_full=is_full)
            outcome.failures += _judged(file, schema, f"from {version}")
            if is_full and version and not list(file.parent.glob("backups/before-schema-*.db")):
                outcome.failures.append(f"from {version}: no copy was made before")
        counted = _old(folder / f"{version}-counted" / "ownfeed.db", version, is_full=True)
        held += [(version, number) for number in range(1, _killed(counted, None, without_transactions) + 1)]
    chosen = rng.permutation(len(held))
    for index in range(times):
        version, number = held[chosen[index % len(held)]]
        file = _old(folder / f"kill-{index}" / "ownfeed.db", version, is_full=True)
        _killed(file, number, without_transactions)
        outcome.failures += _judged(file, schema, f"from {version}, killed before statement {number}", has_rows=version)
        outcome.times += 1
        say(f"  {index + 1} of {times}: {len(outcome.failures)} failures")
    outcome.figures = {"places to be killed at": len(held)}
    return outcome


def _old(file: Path, version: int, *, is_full: bool) -> Path:
    """Make a database as a program of that schema left it."""
    with opened(file, read_only=False) as connection:
        for number, migration in enumerate(migrations.MIGRATIONS[:version], start=1):
            migrations._apply(connection, number, migration)
        if is_full:
            for table in _tables(connection):
                columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
                row = [_value(table, name, kind) for _, name, kind, *_ in columns]
                connection.execute("PRAGMA foreign_keys = OFF")
                connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
    return file


def _value(table: str, name: str, kind: str) -> object:
    return _ALLOWED.get(f"{table}.{name}", _ALLOWED.get(name, _OF_TYPE.get(kind, 1)))


def _tables(connection: SQLConnection) -> list[str]:
    statement = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    return [name for (name,) in connection.execute(statement)]


def _columns(file: Path) -> dict[str, list[str]]:
    with opened(file, read_only=False) as connection:
        return {
            table: [name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")]
            for table in _tables(connection)
        }


def _rows(file: Path, columns: Mapping[str, list[str]]) -> Rows:
    with opened(file, read_only=False) as connection:
        return {
            table: connection.execute(f"SELECT {', '.join(names)} FROM {table}").fetchall()
            for table, names in columns.items()
        }


def _opened_again(file: Path) -> tuple[list[tuple[Any, ...]], str]:
    """Open it as the daemon does; return its schema and what SQLite says of it."""

    async def open_and_close() -> None:
        await (await Store.open(file)).close()

    asyncio.run(open_and_close())
    with opened(file, read_only=False) as connection:
        schema = connection.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name").fetchall()
        return schema, connection.execute("PRAGMA integrity_check").fetchone()[0]


def _judged(file: Path, schema: list[tuple[Any, ...]], about: str, *, has_rows: int = 0) -> list[str]:
    columns = _columns(file)
    before = _rows(file, columns)
    try:
        found, said = _opened_again(file)
    except Exception as error:  # noqa: BLE001 - whatever keeps it from opening is the finding
        return [f"{about}: cannot be opened: {error}"]
    after = _rows(file, columns)
    wrong = [f"{about}: {name} lost rows" for name, rows in before.items() if after[name] != rows]
    if has_rows and not all(after[name] for name in ("users", "videos", "signals", "ratings", "rules")):
        wrong.append(f"{about}: rows are gone")
    if found != schema or said != "ok":
        wrong.append(f"{about}: another schema than a new database has, or damage: {said}")
    return wrong


def _killed(file: Path, at: int | None, without_transactions: bool) -> int:
    """Migrate in a child that is killed before its statement number `at`; None: let it end, and count the statements."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _migrate_and_hold(file, at, writing, without_transactions)
    os.close(writing)
    reached = 0
    while reached != at and os.read(reading, 1):
        reached += 1
    if at is not None:
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(reading)
    return reached


def _migrate_and_hold(file: Path, at: int | None, writing: int, without_transactions: bool) -> None:
    reached = 0

    def before_statement(_text: str) -> None:
        nonlocal reached
        reached += 1
        os.write(writing, b".")
        if reached == at:
            signal.pause()

    try:
        with opened(file, read_only=False) as connection:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            connection.set_trace_callback(before_statement)
            if without_transactions:
                for number, migration in enumerate(migrations.MIGRATIONS[version:], start=version + 1):
                    migration(connection)
                    connection.execute(f"PRAGMA user_version = {number}")
            else:
                migrations.migrate(connection)
    finally:
        os._exit(0)


TRIAL: Final = Trial(
    "D8",
    "migrations",
    "every older schema becomes the newest with all its rows, killed at any statement",
    run,
    long=500,
)
