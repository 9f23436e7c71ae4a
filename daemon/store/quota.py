"""What was used of YouTube's daily allowances, which end at midnight in Los Angeles."""

from __future__ import annotations

from typing import Final

from .connection import SQLConnection
from .database import Subject

_RESERVE: Final = """
INSERT INTO quota_usage (bucket, day, used) SELECT :bucket, :day, :cost WHERE :cost <= :most
ON CONFLICT DO UPDATE SET used = used + excluded.used WHERE used + excluded.used <= :most
"""


class Quota(Subject):
    """Used units per bucket (`search`, `units`) and day (ISO date in America/Los_Angeles)."""

    async def used(self, day: str) -> dict[str, int]:
        """Return what was used on a day, per bucket."""
        statement = "SELECT bucket, used FROM quota_usage WHERE day = ?"
        return await self._database.read(lambda connection: dict(connection.execute(statement, (day,)).fetchall()))

    async def reserve(self, bucket: str, day: str, cost: int, most: int) -> bool:
        """Add a cost if the day's use stays within `most`; return whether it did."""
        values = {"bucket": bucket, "day": day, "cost": cost, "most": most}
        return await self._database.write(lambda connection: bool(connection.execute(_RESERVE, values).rowcount))

    async def exhaust(self, bucket: str, day: str, limit: int) -> None:
        """Count the whole limit as used."""
        await self._database.write(lambda connection: _exhaust(connection, bucket, day, limit))


def _exhaust(connection: SQLConnection, bucket: str, day: str, limit: int) -> None:
    connection.execute(
        "INSERT INTO quota_usage (bucket, day, used) VALUES (?, ?, ?) "
        "ON CONFLICT DO UPDATE SET used = max(used, excluded.used)",
        (bucket, day, limit),
    )
