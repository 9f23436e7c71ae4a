"""When each repeating job is next due: the truth after a sleep or a crash."""

from __future__ import annotations

from dataclasses import dataclass

from .database import Subject


@dataclass(frozen=True, slots=True)
class Due:
    """One repeating job."""

    kind: str
    next_due_at: float


class Schedule(Subject):
    """The repeating jobs' times.

    The column `last_ok_at` is nobody's: to drop it by itself would have everybody's data copied first, as before each
    change of schema.
    """

    async def all(self) -> list[Due]:
        """Return every job that was ever scheduled."""
        statement = "SELECT kind, next_due_at FROM schedule ORDER BY kind"
        return await self._database.read(lambda connection: [Due(*row) for row in connection.execute(statement)])

    async def set(self, due: Due) -> None:
        """Save when a job is next due."""
        await self._database.write(
            lambda connection: connection.execute(
                "INSERT INTO schedule (kind, next_due_at) VALUES (?, ?) "
                "ON CONFLICT DO UPDATE SET next_due_at = excluded.next_due_at",
                (due.kind, due.next_due_at),
            )
        )
