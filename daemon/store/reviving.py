"""What others hang on is made anew where it is gone: a person by the number on their signals, a video by where it came from."""

from __future__ import annotations

from typing import Final

from .connection import SQLConnection
from .substitutes import is_numbered

_PEOPLE: Final = """
INSERT INTO users (user_id, name, created_at) SELECT user_id, '', 0 FROM signals
WHERE user_id NOT IN (SELECT user_id FROM users) GROUP BY user_id HAVING count(*) > 1
"""
"""One signal alone is somebody else's, with another number by a flipped bit."""

_VIDEOS: Final = """
INSERT OR IGNORE INTO videos (video_id, number, first_seen_at)
SELECT video_id, video_number, min(first_at) FROM video_sources s
WHERE NOT EXISTS (SELECT 1 FROM videos v WHERE v.number = s.video_number) GROUP BY video_number
"""
"""Its title and all else is asked for, as of a video that a history names by its id; without it, nothing done with it counts."""


def revive(connection: SQLConnection) -> None:
    """Have everybody again whose signals are there, and every video that came to somebody; for use in a copy of damaged data.

    Raises IntegrityError where more than one person is gone: nobody could tell one from the other.
    """
    connection.execute(_PEOPLE)
    if is_numbered(connection):
        connection.execute(_VIDEOS)
