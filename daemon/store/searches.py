"""What was searched for on a person's behalf, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .connection import SQLConnection
from .database import Subject
from .videos import VideoFacts, put_videos, unknown_videos


@dataclass(frozen=True, slots=True)
class Search:
    """The last time a query was searched for; `found` counts the videos that were new to the person then."""

    query: str
    searched_at: float
    found: int


class Searches(Subject):
    """`searches`: one row per person and query."""

    async def past(self, user_id: int) -> dict[str, Search]:
        """Return the searches made so far, by their query."""
        statement = "SELECT query, searched_at, found FROM searches WHERE user_id = ?"
        return await self._database.read(
            lambda connection: {row[0]: Search(*row) for row in connection.execute(statement, (user_id,))}
        )

    async def found(self, user_id: int, query: str, videos: Sequence[VideoFacts], *, now: float) -> list[str]:
        """Save what a search found: its videos become known to the person. Returns the ids that are new to them."""
        return await self._database.write(lambda connection: _found(connection, user_id, query, videos, now))


def _found(connection: SQLConnection, user_id: int, query: str, videos: Sequence[VideoFacts], now: float) -> list[str]:
    new = unknown_videos(connection, [user_id], [video.video_id for video in videos])
    put_videos(connection, user_id, videos, "search", now)
    connection.execute(
        "INSERT INTO searches (user_id, query, searched_at, found) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
        "searched_at = excluded.searched_at, found = excluded.found",
        (user_id, query, now, len(new)),
    )
    return new
