"""A person's dials, as name and value; what they mean and may be is decided elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import orjson

from .connection import SQLConnection
from .database import Subject


class Settings(Subject):
    """Only what differs from the defaults is kept."""

    async def all(self, user_id: int) -> dict[str, Any]:
        """Return what this person has set."""
        statement = "SELECT name, value FROM settings WHERE user_id = ?"
        return await self._database.read(
            lambda connection: {name: orjson.loads(value) for name, value in connection.execute(statement, (user_id,))}
        )

    async def put(self, user_id: int, values: Mapping[str, object], *, by_part: Collection[str] = ()) -> None:
        """Set the given dials, JSON-ready, and leave the others.

        by_part: those that hold a value for each of several things, of which the ones not given stay.
        """
        await self._database.write(lambda connection: _put(connection, user_id, values, by_part))


def _put(connection: SQLConnection, user_id: int, values: Mapping[str, object], by_part: Collection[str]) -> None:
    connection.executemany(
        "INSERT INTO settings (user_id, name, value) VALUES (?1, ?2, ?3) "
        "ON CONFLICT DO UPDATE SET value = iif(?4, json_patch(value, excluded.value), excluded.value)",
        [(user_id, name, orjson.dumps(value).decode(), name in by_part) for name, value in values.items()],
    )
