"""How much of a video several sittings showed together: each second once, whichever of them showed it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

import orjson

from .connection import SQLConnection

Parts: TypeAlias = Sequence[tuple[float, float]]
"""From and to, in seconds of the video."""

GOES_ON: Final = 0.1
"""A sitting goes on with a video if so much of what it showed was new; else it looks at something again."""

_EARLIER: Final = (
    "SELECT parts FROM signals WHERE video_number = (SELECT number FROM videos WHERE video_id = ?) AND user_id = ? "
    "AND kind = 'watch' AND parts IS NOT NULL AND signal_id <> ? AND occurred_at <= ?"
)


def seen_by_then(
    connection: SQLConnection, key: tuple[str | None, int, str, float], parts: Parts, duration_seconds: float
) -> float:
    """Return the fraction of a video that had been seen when a sitting ended, 0 where it did not go on with the video.

    key: video, person, the id of the sitting's signal, when it began. A sitting that is told after a later one counts with
    those told by then.
    """
    earlier = [tuple(part) for (text,) in connection.execute(_EARLIER, key) for part in orjson.loads(text)]
    before, together = seconds_of(earlier), seconds_of([*earlier, *parts])
    goes_on = together - before >= GOES_ON * seconds_of(parts)
    return min(together / duration_seconds, 1.0) if goes_on else 0.0


def seconds_of(parts: Iterable[tuple[float, ...]]) -> float:
    """Return how many seconds lie in any of the parts."""
    total = reached = 0.0
    for start, end in sorted(parts):
        total += max(end - max(start, reached), 0.0)
        reached = max(reached, end)
    return total
