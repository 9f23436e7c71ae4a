"""What was used of YouTube's daily allowances, which end at midnight in Los Angeles."""

from __future__ import annotations

from .database import Subject


class Quota(Subject):
    """Used units per bucket (`search`, `units`) and day."""

    async def used(self, day: str) -> dict[str, int]:
        """Return what was used on a day (ISO date in America/Los_Angeles), per bucket."""
        statement = "SELECT bucket, used FROM quota_usage WHERE day = ?"
        return await self._database.read(lambda connection: dict(connection.execute(statement, (day,)).fetchall()))
