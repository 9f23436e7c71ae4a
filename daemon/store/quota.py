"""What was used of YouTube's daily allowances, which end at midnight in Los Angeles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from .connection import SQLConnection
from .database import Subject

_USED: Final = "SELECT used FROM quota_usage WHERE bucket = ? AND day = ?"

_ADD: Final = """
INSERT INTO quota_usage (bucket, day, used) VALUES (:bucket, :day, min(:cost, :limit))
ON CONFLICT DO UPDATE SET used = max(used, min(used + :cost, :limit))
"""


class Quota(Subject):
    """Used units per bucket (`search`, `units`) and day (ISO date in America/Los_Angeles)."""

    async def used(self, day: str) -> dict[str, int]:
        """Return what was used on a day, per bucket."""
        statement = "SELECT bucket, used FROM quota_usage WHERE day = ?"
        return await self._database.read(lambda connection: dict(connection.execute(statement, (day,)).fetchall()))

    async def reserve(self, bucket: str, days: Sequence[str], cost: int, most: int) -> bool:
        """Add a cost to each of these days if the use of all stays within `most`; return whether it did."""
        return await self._database.write(lambda connection: _reserve(connection, bucket, days, cost, most))

    async def add(self, bucket: str, days: Sequence[str], cost: int, limit: int) -> None:
        """Add a cost to each of these days, whatever is left, but nothing beyond the limit."""
        if days:
            await self._database.write(lambda connection: _add(connection, bucket, days, cost, limit))


def _reserve(connection: SQLConnection, bucket: str, days: Sequence[str], cost: int, most: int) -> bool:
    used = (connection.execute(_USED, (bucket, day)).fetchone() or (0,) for day in days)
    if any(before + cost > most for (before,) in used):
        return False
    _add(connection, bucket, days, cost, most)
    return True


def _add(connection: SQLConnection, bucket: str, days: Sequence[str], cost: int, limit: int) -> None:
    values = [{"bucket": bucket, "day": day, "cost": cost, "limit": limit} for day in days]
    connection.executemany(_ADD, values)
