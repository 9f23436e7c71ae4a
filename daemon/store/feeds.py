"""Channels whose feeds are read: who trusts them, how their feeds answered, what came out of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Final

from .connection import SQLConnection
from .database import Subject
from .videos import VideoFacts, put_videos, unknown_videos

LEAST_AFFINITY: Final = 2 / 3
"""From here on a channel is trusted without a subscription: four watches, or one thumb up, and nothing against it."""


@dataclass(frozen=True, slots=True)
class ChannelFeed:
    """How a channel's feed answered so far; `tried_at` and `read_at` are None before the first time."""

    channel_id: str
    tried_at: float | None = None
    read_at: float | None = None
    failures: int = 0
    uploads_per_day: float | None = None
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class TrustedChannel:
    """A channel somebody subscribed to or often watches; `affinity` (0 to 1) is the fondest person's."""

    feed: ChannelFeed
    affinity: float
    user_ids: tuple[int, ...]


class Feeds(Subject):
    """`channel_feeds`, and the videos that feeds made known."""

    async def trusted(self) -> list[TrustedChannel]:
        """Return every trusted channel whose id is known, with those who trust it, in no particular order.

        Nobody trusts a channel they unsubscribed from or block.
        """
        return await self._database.read(_trusted)

    async def tried_since(self, moment: float) -> int:
        """Return how many channels' feeds were asked for from a moment on, whoever trusts them now."""
        statement = "SELECT count(*) FROM channel_feeds WHERE tried_at >= ?"
        return await self._database.read(lambda connection: int(connection.execute(statement, (moment,)).fetchone()[0]))

    async def was_read(
        self, channel: TrustedChannel, feed: ChannelFeed, videos: Sequence[VideoFacts], *, now: float
    ) -> list[str]:
        """Save a feed's answer: its videos become known to all who trust the channel. Returns the ids new to somebody."""
        return await self._database.write(lambda connection: _was_read(connection, channel, feed, videos, now))

    async def was_unchanged(self, channel: TrustedChannel, *, now: float) -> list[str]:
        """Save that a feed has nothing new; whoever came to trust the channel meanwhile gets to know its videos.

        Returns the ids new to somebody.
        """
        return await self._database.write(lambda connection: _was_unchanged(connection, channel, now))

    async def failed(self, feed: ChannelFeed, *, now: float) -> None:
        """Save that a feed did not answer."""
        after = replace(feed, tried_at=now, failures=feed.failures + 1)
        await self._database.write(lambda connection: _save(connection, after))


_COLUMNS: Final = "tried_at, read_at, failures, uploads_per_day, etag, last_modified"

_TRUSTED: Final = f"""
SELECT p.channel_id, p.user_id, p.affinity_score, {_COLUMNS}
FROM channel_preferences p LEFT JOIN channel_feeds USING (channel_id)
WHERE p.channel_id GLOB 'UC??????????????????????'
  AND (p.subscribed OR (p.subscribed_at IS NULL AND p.affinity_score >= ?))
  AND NOT EXISTS (
    SELECT 1 FROM rules r WHERE r.user_id = p.user_id AND r.action = 'block' AND r.enabled
      AND (r.match ->> '$.channel_id' = p.channel_id OR r.match ->> '$.channel_name' = p.channel_name))
ORDER BY p.channel_id, p.user_id
"""


def _trusted(connection: SQLConnection) -> list[TrustedChannel]:
    rows = connection.execute(_TRUSTED, (LEAST_AFFINITY,)).fetchall()
    return [_channel(channel_id, list(trusting)) for channel_id, trusting in groupby(rows, lambda row: row[0])]


def _channel(channel_id: str, rows: Sequence[Sequence[Any]]) -> TrustedChannel:
    tried_at, read_at, failures, *rest = rows[0][3:]
    feed = ChannelFeed(channel_id, tried_at, read_at, failures or 0, *rest)
    user_ids = dict.fromkeys(row[1] for row in rows)  # a channel may stand there by its name and by its id
    return TrustedChannel(feed, max(row[2] for row in rows), tuple(user_ids))


def _was_read(
    connection: SQLConnection, channel: TrustedChannel, feed: ChannelFeed, videos: Sequence[VideoFacts], now: float
) -> list[str]:
    new = made_known(connection, channel, videos, "rss", now)
    if new is None:
        return []
    _save(connection, replace(feed, tried_at=now, read_at=now, failures=0))
    return new


def made_known(
    connection: SQLConnection, channel: TrustedChannel, videos: Sequence[VideoFacts], source: str, now: float
) -> list[str] | None:
    """Make videos of a channel known to those who still trust it; return the ids new to somebody, None where nobody does.

    For use inside a write. Whoever had everything deleted while the answer was on its way is not among them.
    """
    statement = "SELECT DISTINCT user_id FROM channel_preferences WHERE channel_id = ?"
    known = {user_id for (user_id,) in connection.execute(statement, (channel.feed.channel_id,))}
    trusting = [user_id for user_id in channel.user_ids if user_id in known]
    new = unknown_videos(connection, trusting, [video.video_id for video in videos])
    for user_id in trusting:
        put_videos(connection, user_id, videos, source, now)
    return new if trusting else None


def _was_unchanged(connection: SQLConnection, channel: TrustedChannel, now: float) -> list[str]:
    statement = (
        "SELECT video_id FROM videos v WHERE channel_id = ? AND EXISTS "
        "(SELECT 1 FROM video_sources s WHERE s.video_number = v.number AND s.source = 'rss')"
    )
    told = [VideoFacts(video_id) for (video_id,) in connection.execute(statement, (channel.feed.channel_id,))]
    return _was_read(connection, channel, channel.feed, told, now)


def _save(connection: SQLConnection, feed: ChannelFeed) -> None:
    connection.execute(
        f"INSERT INTO channel_feeds (channel_id, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
        "tried_at = excluded.tried_at, read_at = excluded.read_at, failures = excluded.failures, "
        "uploads_per_day = excluded.uploads_per_day, etag = excluded.etag, last_modified = excluded.last_modified",
        (
            feed.channel_id, feed.tried_at, feed.read_at, feed.failures, feed.uploads_per_day, feed.etag,
            feed.last_modified,
        ),
    )  # fmt: skip
