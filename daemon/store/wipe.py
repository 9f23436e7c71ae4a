"""Forgetting for good: rows deleted and overwritten, the file made anew, a new epoch so that no queue refills it."""

from __future__ import annotations

from typing import Final

from daemon.errors import Conflict

from .connection import SQLConnection
from .database import Database

TRIES: Final = 6

_OF_PERSON: Final = (
    "signals",
    "impressions",
    "ratings",
    "channel_preferences",
    "slates",
    "rules",
    "settings",
    "categories",
    "jobs",
    "personas",
    "persona_config",
    "models",
    "video_sources",
    "searches",
    "evaluations",
    "model_consents",
)


_NAMING_VIDEOS: Final = {"video_sources": "video_number", "impressions": "video_id", "ratings": "video_id"}
"""Tables sorted by persons first: what hangs on a video is found there only by reading all of it, or by an index."""


async def wipe(database: Database, user_id: int) -> int:
    """Delete everything of a person and the videos nobody else knows; return the new epoch."""
    epoch = await database.write(lambda connection: _delete(connection, user_id))
    await database.write_alone(_make_anew)
    return epoch


def _delete(connection: SQLConnection, user_id: int) -> int:
    connection.execute("PRAGMA secure_delete = ON")
    for table in _OF_PERSON:
        connection.execute(f"DELETE FROM {table} WHERE user_id = ?", (user_id,))
    for table in ("channel_feeds", "channel_uploads"):
        connection.execute(f"DELETE FROM {table}")  # they tell whom a person follows; others' are soon there again
    connection.execute("DROP TABLE IF EXISTS vec_videos")
    connection.execute("DELETE FROM vec_index")
    _delete_unknown_videos(connection)
    row = connection.execute("UPDATE users SET epoch = epoch + 1 WHERE user_id = ? RETURNING epoch", (user_id,))
    return int(row.fetchone()[0])


def _delete_unknown_videos(connection: SQLConnection) -> None:
    """Delete the videos nobody knows any more, with what hangs on them; the others of the household keep theirs."""
    for table, column in _NAMING_VIDEOS.items():
        connection.execute(f"CREATE INDEX {table}_of_video ON {table} ({column})")
    connection.execute("DELETE FROM videos WHERE number NOT IN (SELECT video_number FROM video_sources)")
    for table in _NAMING_VIDEOS:
        connection.execute(f"DROP INDEX {table}_of_video")


def _make_anew(connection: SQLConnection) -> None:
    """Write the file without the free pages, and empty the log that still holds the old ones.

    Raises Conflict when somebody goes on reading the old ones.
    """
    connection.execute("VACUUM")
    for _ in range(TRIES):  # each waits as long as the connection waits for a lock
        is_busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if not is_busy:
            return
    raise Conflict("A backup or an export still reads the old data; wait until it has ended and delete them again.")
