"""A person's dials, as name and value; what they mean and may be is decided elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
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

    async def put(self, user_id: int, values: Mapping[str, object]) -> None:
        """Set the given dials, JSON-ready, and leave the others."""
        await self._database.write(lambda connection: _put(connection, user_id, values))


def _put(connection: SQLConnection, user_id: int, values: Mapping[str, object]) -> None:
    connection.executemany(
        "INSERT INTO settings (user_id, name, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
        [(user_id, name, orjson.dumps(value).decode()) for name, value in values.items()],
    )
