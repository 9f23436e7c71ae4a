"""Channels as a person stands to them: subscribed or not, watched, liked."""

from __future__ import annotations

from dataclasses import dataclass

from .connection import SQLConnection
from .database import Subject


@dataclass(frozen=True, slots=True)
class Subscription:
    """A channel a person is subscribed to; either of the two names may be unknown."""

    channel_id: str | None
    channel_name: str | None
    subscribed_at: float


def channel_key(channel_id: str | None, channel_name: str | None) -> str | None:
    """Return what joins a channel across sources: page cards have a name and seldom an id, Takeout has both."""
    return channel_name.casefold() if channel_name else channel_id


class Channels(Subject):
    """`channel_preferences`, derived but for the subscriptions' own order in time."""

    async def subscriptions(self, user_id: int) -> list[Subscription]:
        """Return the channels this person is subscribed to now."""
        statement = (
            "SELECT channel_id, channel_name, subscribed_at FROM channel_preferences WHERE user_id = ? AND subscribed"
        )
        return await self._database.read(
            lambda connection: [Subscription(*row) for row in connection.execute(statement, (user_id,))]
        )

    async def recount(self, user_id: int) -> int:
        """Count watches and thumbs per channel anew; return how many channels there are.

        affinity_score is the share of good news, shrunk towards one half by two pseudo-counts:
        (1 + up + watched/4 + 2·subscribed) / (2 + up + down + watched/4 + 2·subscribed).
        """
        return await self._database.write(lambda connection: _recount(connection, user_id))


# From what was done to the videos, in this order: the other way round took minutes with 100,000 videos.
_COUNT = """
INSERT INTO channel_preferences (user_id, channel_key, channel_id, channel_name, videos_watched, thumbs_up, thumbs_down)
SELECT :user_id, casefold(coalesce(v.channel_name, v.channel_id)) AS key, max(v.channel_id), max(v.channel_name),
       sum(done.watched), sum(coalesce(done.rating = 'up', 0)),
       sum(coalesce(done.rating IN ('down', 'not_interested'), 0))
FROM (
    SELECT DISTINCT video_id, 1 AS watched, NULL AS rating FROM signals WHERE user_id = :user_id AND kind = 'watch'
    UNION ALL SELECT video_id, 0, rating FROM ratings WHERE user_id = :user_id AND rating <> 'none'
) done CROSS JOIN videos v ON v.video_id = done.video_id
WHERE key IS NOT NULL
GROUP BY key
ON CONFLICT DO UPDATE SET channel_id = coalesce(channel_id, excluded.channel_id), videos_watched = excluded.videos_watched, thumbs_up = excluded.thumbs_up,
       thumbs_down = excluded.thumbs_down
"""

_SCORE = """
UPDATE channel_preferences SET affinity_score =
    (1 + thumbs_up + videos_watched / 4.0 + 2 * subscribed)
    / (2 + thumbs_up + thumbs_down + videos_watched / 4.0 + 2 * subscribed)
WHERE user_id = :user_id
"""


def _recount(connection: SQLConnection, user_id: int) -> int:
    person = {"user_id": user_id}
    connection.create_function("casefold", 1, lambda name: name and name.casefold(), deterministic=True)
    connection.execute(_COUNT, person)
    return int(connection.execute(_SCORE, person).rowcount)
