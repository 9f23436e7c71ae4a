"""What the latest replay of a person's own weeks came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from .connection import SQLConnection
from .database import Subject


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One replay; `report` is JSON."""

    made_at: float
    report: Mapping[str, Any]


class Evaluations(Subject):
    """The newest replay of each person."""

    async def newest(self, user_id: int) -> Evaluation | None:
        """Return the newest one, None before the first."""
        return await self._database.read(lambda connection: _newest(connection, user_id))

    async def save(self, user_id: int, report: Mapping[str, Any], *, now: float, epoch: int) -> None:
        """Keep a replay of the data of an epoch in the place of the one before; nothing of data deleted meanwhile."""
        await self._database.write(lambda connection: _save(connection, user_id, report, now, epoch))


def _newest(connection: SQLConnection, user_id: int) -> Evaluation | None:
    statement = "SELECT made_at, report FROM evaluations WHERE user_id = ? ORDER BY made_at DESC LIMIT 1"
    row = connection.execute(statement, (user_id,)).fetchone()
    return None if row is None else Evaluation(row[0], orjson.loads(row[1]))


def _save(connection: SQLConnection, user_id: int, report: Mapping[str, Any], now: float, epoch: int) -> None:
    connection.execute(
        "INSERT INTO evaluations (user_id, made_at, report) SELECT user_id, ?, ? FROM users WHERE user_id = ? AND epoch = ? "
        "ON CONFLICT DO UPDATE SET report = excluded.report",
        (now, orjson.dumps(report).decode(), user_id, epoch),
    )
    connection.execute("DELETE FROM evaluations WHERE user_id = ? AND made_at <> ?", (user_id, now))
