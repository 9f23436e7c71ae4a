"""The older uploads of channels: how far back each was read, and what came out of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .connection import SQLConnection
from .database import Subject
from .feeds import TrustedChannel, made_known
from .videos import VideoFacts


@dataclass(frozen=True, slots=True)
class UploadsRead:
    """How many pages of a channel were asked for; `cursor` names the next, "" the newest, None where there is none.

    `read_at` is when the last one was, in seconds since the epoch.
    """

    channel_id: str
    pages: int
    cursor: str | None
    read_at: float


class Uploads(Subject):
    """`channel_uploads`, and the videos that it made known."""

    async def all(self) -> dict[str, UploadsRead]:
        """Return how far each channel was read that was read at all, by its id."""
        statement = "SELECT channel_id, pages, cursor, read_at FROM channel_uploads"
        rows = await self._database.read(lambda connection: connection.execute(statement).fetchall())
        return {row[0]: UploadsRead(*row) for row in rows}

    async def was_read(
        self, channel: TrustedChannel, after: UploadsRead, videos: Sequence[VideoFacts], *, now: float
    ) -> list[str]:
        """Save a page: its videos become known to all who still trust the channel. Returns the ids new to somebody."""
        return await self._database.write(lambda connection: _was_read(connection, channel, after, videos, now))


def _was_read(
    connection: SQLConnection, channel: TrustedChannel, after: UploadsRead, videos: Sequence[VideoFacts], now: float
) -> list[str]:
    new = made_known(connection, channel, videos, "uploads", now)
    if new is None:
        return []
    connection.execute(
        "INSERT INTO channel_uploads (channel_id, pages, cursor, read_at) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE "
        "SET pages = excluded.pages, cursor = excluded.cursor, read_at = excluded.read_at",
        (after.channel_id, after.pages, after.cursor, after.read_at),
    )
    return new
