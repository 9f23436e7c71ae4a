"""When each repeating job last came through and is next due: the truth after a sleep or a crash."""

from __future__ import annotations

from dataclasses import dataclass

from .database import Subject


@dataclass(frozen=True, slots=True)
class Due:
    """One repeating job; None means never."""

    kind: str
    last_ok_at: float | None
    next_due_at: float | None


class Schedule(Subject):
    """The repeating jobs' times."""

    async def all(self) -> list[Due]:
        """Return every job that was ever scheduled."""
        statement = "SELECT kind, last_ok_at, next_due_at FROM schedule ORDER BY kind"
        return await self._database.read(lambda connection: [Due(*row) for row in connection.execute(statement)])

    async def set(self, due: Due) -> None:
        """Save a job's times."""
        await self._database.write(
            lambda connection: connection.execute(
                "INSERT INTO schedule (kind, last_ok_at, next_due_at) VALUES (?, ?, ?) ON CONFLICT DO UPDATE "
                "SET last_ok_at = excluded.last_ok_at, next_due_at = excluded.next_due_at",
                (due.kind, due.last_ok_at, due.next_due_at),
            )
        )
