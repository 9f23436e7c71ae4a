"""What the migrations make, to compare a file with: a bit flipped in its schema is a column or a table nobody finds.

SQLite's own check takes any schema it can read for the right one.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, TypeAlias

import pysqlite3

from daemon.errors import DatabaseDamaged

from .connection import SQLConnection
from .migrations import MIGRATIONS

Parts: TypeAlias = frozenset[tuple[Any, ...]]
"""Each column of each table, and each column of each index, as SQLite understands them."""

_COLUMNS: Final = """
SELECT t.name, t.strict, t.wr, c.name, c.type, c."notnull", c.dflt_value, c.pk
FROM pragma_table_list t, pragma_table_info(t.name) c WHERE t.schema = 'main' AND t.type = 'table'
"""
_INDEXED: Final = """
SELECT t.name, i.name, i."unique", i.partial, c.seqno, c.name
FROM pragma_table_list t, pragma_index_list(t.name) i, pragma_index_info(i.name) c
WHERE t.schema = 'main' AND t.type = 'table'
"""


@dataclass(frozen=True, slots=True)
class _Made:
    """A schema as its migrations make it; `texts` are the statements that make each table and index, by name."""

    parts: Parts
    texts: Mapping[str, str]


def require_schema(connection: SQLConnection) -> None:
    """Raise DatabaseDamaged where a table, a column or an index is missing that data of this version have.

    What is compared is what SQLite reads in the statements, for another SQLite may word them otherwise.
    """
    lacking = _made(_version(connection)).parts - _parts(connection)
    if lacking:
        raise DatabaseDamaged(
            f"The data are damaged: {min(table for table, *_ in lacking)} is not described as it was made."
        )


def mend_schema(connection: SQLConnection) -> None:
    """Give each table and index of a file nobody else has open the words it was made with, and make indexes that are missing.

    A flipped bit may make a rule of a column refuse what was right, which would then be taken for the damage.
    """
    made = _made(_version(connection))
    connection.execute("PRAGMA writable_schema = ON")
    connection.executemany(
        "UPDATE sqlite_schema SET sql = ?1 WHERE name = ?2 AND sql <> ?1",
        [(text, name) for name, text in made.texts.items()],
    )
    connection.execute("PRAGMA writable_schema = RESET")  # and read it anew
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    for name, text in made.texts.items():
        if name not in there and " INDEX " in text:
            connection.execute(text)


def _version(connection: SQLConnection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


@cache
def _made(version: int) -> _Made:
    """Return the schema of a version; takes five milliseconds."""
    with closing(pysqlite3.connect(":memory:", isolation_level=None)) as connection:
        for migration in MIGRATIONS[:version]:
            migration(connection)
        texts = dict(connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall())
        return _Made(_parts(connection), texts)


def _parts(connection: SQLConnection) -> Parts:
    return frozenset(connection.execute(_COLUMNS).fetchall() + connection.execute(_INDEXED).fetchall())
