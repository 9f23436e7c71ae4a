"""A person's acts as the recommender reads them: few columns, impressions already counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import orjson

from recsys.history import ENOUGH_SECONDS, ENOUGH_WATCHED

from .connection import SQLConnection
from .database import Subject


@dataclass(frozen=True, slots=True)
class Act:
    """One watch, click or save; `fraction` is None where nobody knows how much was watched.

    A browser's history tells seconds but no length: the fraction is known once the video has been described. Of a broadcast,
    which has none, the extension tells what was played, and that counts.
    """

    signal_id: str
    video_id: str
    kind: str
    occurred_at: float
    fraction: float | None


AS_LONG_AS_SECONDS: Final = ENOUGH_SECONDS / ENOUGH_WATCHED
"""Of a broadcast, told by how much of it was played."""


class Shown(NamedTuple):
    """How often a video's card was seen since its last click, and when last: a person may have a hundred thousand of them."""

    times: int
    last_at: float


class Histories(Subject):
    """Reads over `signals` and `impressions`, sized by what was done, not by what was seen."""

    async def acts(self, user_id: int) -> list[Act]:
        """Return watches, clicks and saves, the oldest first; thumbs are in `Ratings`, as they hold now."""
        return await self._database.read(lambda connection: _acts(connection, user_id))

    async def impressions(self, user_id: int) -> dict[str, Shown]:
        """Return how often each card was seen since its last click, and when."""
        return await self._database.read(lambda connection: _shown(connection, "user_id = ?", user_id))

    async def impressions_of(self, user_id: int, video_ids: Sequence[str]) -> dict[str, Shown]:
        """Return the same of some videos; one that was never seen is left out."""
        condition, ids = "user_id = ? AND video_id IN (SELECT value FROM json_each(?))", orjson.dumps(list(video_ids))
        return await self._database.read(lambda connection: _shown(connection, condition, user_id, ids.decode()))


def _shown(connection: SQLConnection, condition: str, *values: object) -> dict[str, Shown]:
    rows = connection.execute(f"SELECT video_id, times, last_at FROM impressions WHERE {condition}", values)
    return {video_id: Shown(times, last_at) for video_id, times, last_at in rows}


def _acts(connection: SQLConnection, user_id: int) -> list[Act]:
    rows = connection.execute(
        "SELECT signal_id, s.video_id, kind, occurred_at, "
        "coalesce(fraction, min(1.0, watched_seconds / coalesce(s.duration_seconds, v.duration_seconds, "
        "CASE source WHEN 'extension' THEN ? END))) "
        "FROM signals s JOIN videos v ON v.number = s.video_number "
        "WHERE user_id = ? AND kind <> 'impression' AND kind IN ('watch', 'click', 'saved') ORDER BY occurred_at",
        (AS_LONG_AS_SECONDS, user_id),
    )
    return [Act(*row) for row in rows]
