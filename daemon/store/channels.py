"""Channels as a person stands to them: subscribed or not, watched, liked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .connection import SQLConnection
from .database import Subject


@dataclass(frozen=True, slots=True)
class Subscription:
    """A channel a person is subscribed to; either of the two names may be unknown."""

    channel_id: str | None
    channel_name: str | None
    subscribed_at: float


@dataclass(frozen=True, slots=True)
class ChannelStanding:
    """How a person stands to a channel; either of the two names may be unknown."""

    channel_id: str | None
    channel_name: str | None
    subscribed: bool
    videos_watched: int
    thumbs_up: int
    thumbs_down: int
    affinity_score: float


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

    async def liked_most(self, user_id: int, limit: int) -> list[ChannelStanding]:
        """Return the channels watched or rated with the highest affinity as it is this moment, not as last recounted."""
        return await self._database.read(lambda connection: _liked_most(connection, user_id, limit))

    async def recount(self, user_id: int) -> int:
        """Count watches and thumbs per channel anew; return how many channels there are.

        affinity_score is the share of good news, shrunk towards one half by two pseudo-counts:
        (1 + up + watched/4 + 2·subscribed) / (2 + up + down + watched/4 + 2·subscribed).
        """
        counted = await self._database.read(lambda connection: _count(connection, user_id))
        return await self._database.write(lambda connection: _take_over(connection, user_id, counted))


# From what was done to the videos, in this order: the other way round took minutes with 100,000 videos.
_COUNTED = """
SELECT casefold(coalesce(v.channel_name, v.channel_id)) AS key, max(v.channel_id) AS channel_id,
       max(v.channel_name) AS channel_name, sum(done.watched) AS videos_watched,
       sum(coalesce(done.rating = 'up', 0)) AS thumbs_up,
       sum(coalesce(done.rating IN ('down', 'not_interested'), 0)) AS thumbs_down
FROM (
    SELECT DISTINCT video_id, 1 AS watched, NULL AS rating FROM signals WHERE user_id = :user_id AND kind = 'watch'
    UNION ALL SELECT video_id, 0, rating FROM ratings WHERE user_id = :user_id AND rating <> 'none'
) done CROSS JOIN videos v ON v.video_id = done.video_id
WHERE key IS NOT NULL
GROUP BY key
"""

_NEWS = f"""
SELECT c.* FROM ({_COUNTED}) c LEFT JOIN channel_preferences p ON p.user_id = :user_id AND p.channel_key = c.key
WHERE p.channel_key IS NULL OR p.channel_id IS NULL AND c.channel_id IS NOT NULL
   OR (p.videos_watched, p.thumbs_up, p.thumbs_down) <> (c.videos_watched, c.thumbs_up, c.thumbs_down)
"""
"""What the counts of a person's channels are to become, where they are others than they were."""

_PUT = """
INSERT INTO channel_preferences (channel_key, channel_id, channel_name, videos_watched, thumbs_up, thumbs_down, user_id)
VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET channel_id = coalesce(channel_id, excluded.channel_id), videos_watched = excluded.videos_watched, thumbs_up = excluded.thumbs_up,
       thumbs_down = excluded.thumbs_down
"""

_AFFINITY = """(1 + thumbs_up + videos_watched / 4.0 + 2 * subscribed)
    / (2 + thumbs_up + thumbs_down + videos_watched / 4.0 + 2 * subscribed)"""

_LIKED_MOST = f"""
SELECT channel_id, channel_name, subscribed, videos_watched, thumbs_up, thumbs_down, {_AFFINITY} AS affinity
FROM (
    SELECT c.*, coalesce(p.subscribed, 0) AS subscribed
    FROM ({_COUNTED}) c LEFT JOIN channel_preferences p ON p.user_id = :user_id AND p.channel_key = c.key
)
ORDER BY affinity DESC, videos_watched DESC, key LIMIT :limit
"""

_SCORE = f"""
UPDATE channel_preferences SET affinity_score = {_AFFINITY} WHERE user_id = ? AND affinity_score IS NOT {_AFFINITY}
"""


@dataclass(frozen=True, slots=True)
class _Counted:
    """What was counted with a reader: to look through everything somebody watched must keep no writer waiting."""

    epoch: int | None
    news: list[tuple[Any, ...]]


def _count(connection: SQLConnection, user_id: int) -> _Counted:
    _teach_casefold(connection)
    return _Counted(_epoch(connection, user_id), connection.execute(_NEWS, {"user_id": user_id}).fetchall())


def _take_over(connection: SQLConnection, user_id: int, counted: _Counted) -> int:
    """Write what is news, unless it was counted of data that have been wiped since."""
    if counted.epoch == _epoch(connection, user_id):
        connection.executemany(_PUT, [(*row, user_id) for row in counted.news])
        connection.execute(_SCORE, (user_id,))
    total = connection.execute("SELECT count(*) FROM channel_preferences WHERE user_id = ?", (user_id,)).fetchone()
    return int(total[0])


def _epoch(connection: SQLConnection, user_id: int) -> int | None:
    row = connection.execute("SELECT epoch FROM users WHERE user_id = ?", (user_id,)).fetchone()
    return None if row is None else int(row[0])


def _liked_most(connection: SQLConnection, user_id: int, limit: int) -> list[ChannelStanding]:
    _teach_casefold(connection)
    rows = connection.execute(_LIKED_MOST, {"user_id": user_id, "limit": limit})
    return [ChannelStanding(row[0], row[1], bool(row[2]), *row[3:]) for row in rows]


def _teach_casefold(connection: SQLConnection) -> None:
    connection.create_function("casefold", 1, lambda name: name and name.casefold(), deterministic=True)
