"""Videos that a history named without a title or a channel, and what asking about them one by one has told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

from .connection import SQLConnection
from .database import Subject
from .videos import SAYS_IT_IS_THERE, VideoFacts, describe_videos

Outcome: TypeAlias = Literal["described", "unavailable", "withheld"]
"""unavailable: there is no such video any more; withheld: it is there, and its owner does not let it be described."""

_WANTED: Final = """
SELECT s.video_id FROM signals s JOIN videos v ON v.number = s.video_number
WHERE s.kind <> 'impression' AND (v.title = '' OR v.channel_name IS NULL)
  AND NOT EXISTS (SELECT 1 FROM video_lookups l WHERE l.video_id = s.video_id)
GROUP BY s.video_id ORDER BY max(s.occurred_at) DESC LIMIT ?
"""

_SPARSE: Final = """
SELECT video_id FROM videos v WHERE (duration_seconds IS NULL OR (is_age_restricted IS NULL AND EXISTS (
    SELECT 1 FROM users CROSS JOIN settings s USING (user_id) WHERE s.name = 'hide_age_restricted' AND value = 'true')))
  AND NOT EXISTS (SELECT 1 FROM video_lookups l WHERE l.video_id = v.video_id) ORDER BY rowid DESC LIMIT ?
"""

_STALE: Final = f"""
WITH heard AS (
    SELECT v.video_id, coalesce(v.published_at, v.first_seen_at) AS published_at,
           max(v.first_seen_at, coalesce(v.described_at, 0), coalesce(l.looked_at, 0)) AS at
    FROM videos v LEFT JOIN video_lookups l USING (video_id)
    WHERE l.outcome IS NOT 'withheld' AND (l.outcome IS NOT 'unavailable' OR NOT EXISTS (
        SELECT 1 FROM users CROSS JOIN video_sources s USING (user_id)
        WHERE s.video_number = v.number AND s.first_at > l.looked_at AND {SAYS_IT_IS_THERE}))
), late AS (
    SELECT video_id, (:now - at) / max(:least, :share * (at - published_at)) AS times, at FROM heard
)
SELECT video_id FROM late WHERE times >= 1 OR at > :now ORDER BY times DESC LIMIT :limit
"""
"""`times`: how often the pause of a video has passed. What a clock that ran ahead dated is asked about too, last."""


class Lookups(Subject):
    """`video_lookups`: what came of asking about a video the last time."""

    async def wanted(self, limit: int) -> list[str]:
        """Return videos somebody watched, rated or saved that lack title or channel, the latest first."""
        return await self._database.read(
            lambda connection: [video_id for (video_id,) in connection.execute(_WANTED, (limit,))]
        )

    async def within(self, seconds: float, *, now: float) -> int:
        """Return how many were looked up in the last so many seconds."""
        statement = "SELECT count(*) FROM video_lookups WHERE looked_at > ? AND looked_at <= ?"
        return await self._database.read(
            lambda connection: int(connection.execute(statement, (now - seconds, now)).fetchone()[0])
        )

    async def sparse(self, limit: int) -> list[str]:
        """Return videos of unknown length that were never looked up, those known last first.

        Where somebody hides what is age-restricted, also those of which nothing tells whether they are: a card tells a length.
        """
        return await self._database.read(
            lambda connection: [video_id for (video_id,) in connection.execute(_SPARSE, (limit,))]
        )

    async def stale(self, limit: int, *, least: float, share: float, now: float) -> list[str]:
        """Return videos of which nothing was heard for longer than a share of their age then, and `least` seconds.

        Those that wait for the most of such pauses come first. What was gone is among them, for some come back, unless it
        was come upon again since: then it is there for that person, whatever is told of it.
        """
        values = {"limit": limit, "least": least, "share": share, "now": now}
        return await self._database.read(
            lambda connection: [video_id for (video_id,) in connection.execute(_STALE, values)]
        )

    async def save(self, told: Sequence[tuple[VideoFacts, Outcome]], *, now: float) -> None:
        """Save what was told of videos; facts that say nothing leave what is known as it is."""
        await self._database.write(lambda connection: _save(connection, told, now))


def _save(connection: SQLConnection, told: Sequence[tuple[VideoFacts, Outcome]], now: float) -> None:
    told = [each for each in told if _is_there(connection, each[0].video_id)]
    describe_videos(connection, [facts for facts, _ in told], now)
    connection.executemany(
        "INSERT INTO video_lookups (video_id, looked_at, outcome) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET "
        "looked_at = excluded.looked_at, outcome = excluded.outcome",
        [(facts.video_id, now, outcome) for facts, outcome in told],
    )


def _is_there(connection: SQLConnection, video_id: str) -> bool:
    """Return whether a video was not deleted, with all a person's data, while the answer was on its way."""
    return connection.execute("SELECT 1 FROM videos WHERE video_id = ?", (video_id,)).fetchone() is not None
