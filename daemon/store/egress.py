"""What left the machine: requests per day and host, nothing of what was in them."""

from __future__ import annotations

from .database import Subject


class Egress(Subject):
    """Counted by whoever sends; read by the status page."""

    async def add(self, day: str, host: str, requests: int = 1) -> None:
        """Count requests, before they are sent; fewer than none take back what was not sent after all."""
        await self._database.write(
            lambda connection: connection.execute(
                "INSERT INTO egress (day, host, requests) VALUES (?, ?, ?) "
                "ON CONFLICT DO UPDATE SET requests = requests + excluded.requests",
                (day, host, requests),
            )
        )

    async def on(self, day: str) -> dict[str, int]:
        """Return the requests of a day (ISO date in UTC) by host."""
        statement = "SELECT host, requests FROM egress WHERE day = ?"
        return await self._database.read(lambda connection: dict(connection.execute(statement, (day,)).fetchall()))
