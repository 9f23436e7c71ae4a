"""How SQLite goes about what it is asked: what is looked up for each row of another table is found by an index."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

import pysqlite3
import pytest

from daemon import store
from daemon.store.connection import SQLConnection
from daemon.store.migrations import migrate

_AGAIN = re.compile(r"SCAN (?!users|.*VIRTUAL TABLE)|SEARCH (?!.*rules_of_user).*\(user_id=\?\)$")
"""Of users and rules there are few, and a virtual table is no table."""


def _statements() -> Iterator[tuple[str, str]]:
    """Yield every query that has a name, with whatever it is given replaced."""
    for name in sorted(module.name for module in iter_modules(store.__path__)):
        for constant, text in vars(import_module(f"daemon.store.{name}")).items():
            if isinstance(text, str) and re.match(r"\s*(SELECT|WITH)\b", text):
                yield f"{name}.{constant}", re.sub(r"\?\d*|(?<![\w:]):\w+", "NULL", text)


STATEMENTS = dict(_statements())


@pytest.fixture(scope="module")
def connection() -> Iterator[SQLConnection]:
    blank = pysqlite3.connect(":memory:", isolation_level=None)
    migrate(blank)
    blank.create_function("casefold", 1, str.casefold)
    yield blank
    blank.close()


@pytest.mark.parametrize("name", STATEMENTS)
def test_no_table_is_read_as_a_whole_for_each_row_of_another(connection: SQLConnection, name: str) -> None:
    assert _read_again_and_again(connection, STATEMENTS[name]) == []


@pytest.mark.parametrize(
    ("within", "found"),
    [
        ("s.user_id = 1 AND s.video_id = v.video_id", ["SEARCH s EXISTS USING PRIMARY KEY (user_id=?)"]),
        ("s.user_id = 1 AND s.video_number = v.number", []),
    ],
)
def test_a_lookup_without_an_index_would_be_noticed(connection: SQLConnection, within: str, found: list[str]) -> None:
    statement = f"SELECT 1 FROM videos v WHERE EXISTS (SELECT 1 FROM video_sources s WHERE {within})"
    assert _read_again_and_again(connection, statement) == found


def _read_again_and_again(connection: SQLConnection, statement: str) -> list[str]:
    """Return the steps that go through a table, or all of a person's rows in it, for each row of another."""
    inner, found = set[int](), list[str]()
    for step, parent, _, detail in connection.execute(f"EXPLAIN QUERY PLAN {statement}"):
        if parent in inner and _AGAIN.match(detail):
            found.append(detail)
        if detail.startswith("CORRELATED"):
            inner.add(step)
        elif re.match("SCAN|SEARCH", detail):
            inner.add(parent)  # what follows beside it is done for each of its rows
    return found
