"""The rating that holds for each video: derived from signals, the later act wins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from .connection import SQLConnection
from .database import Subject


@dataclass(frozen=True, slots=True)
class Rating:
    """What a person thinks of a video: `rating` is up, down or not_interested."""

    video_id: str
    rating: str
    rated_at: float


class Ratings(Subject):
    """Ratings are written through signals alone, so nothing here writes."""

    async def all(self, user_id: int) -> list[Rating]:
        """Return every rating that holds, the oldest first."""
        statement = (
            "SELECT video_id, rating, rated_at FROM ratings WHERE user_id = ? AND rating <> 'none' ORDER BY rated_at"
        )
        return await self._database.read(
            lambda connection: [Rating(*row) for row in connection.execute(statement, (user_id,))]
        )

    async def of(self, user_id: int, video_ids: Sequence[str]) -> list[Rating]:
        """Return the rating of those of the videos that have one."""
        return await self._database.read(lambda connection: _of(connection, user_id, video_ids))


def _of(connection: SQLConnection, user_id: int, video_ids: Sequence[str]) -> list[Rating]:
    rows = connection.execute(
        "SELECT video_id, rating, rated_at FROM ratings WHERE user_id = ? AND rating <> 'none' "
        "AND video_id IN (SELECT value FROM json_each(?))",
        (user_id, orjson.dumps(list(video_ids)).decode()),
    )
    return [Rating(*row) for row in rows]
