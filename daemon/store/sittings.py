"""How much of a video several sittings showed together: each second once, whichever of them showed it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import orjson

from .connection import SQLConnection

Parts: TypeAlias = Sequence[tuple[float, float]]
"""From and to, in seconds of the video."""

GOES_ON: Final = 0.1
"""A sitting goes on with a video if so much of what it showed was new; else it looks at something again."""

_SITTINGS: Final = (
    "FROM signals WHERE video_number = (SELECT number FROM videos WHERE video_id = ?) AND user_id = ? "
    "AND kind = 'watch' AND parts IS NOT NULL AND signal_id <> ?"
)
_EARLIER: Final = f"SELECT parts {_SITTINGS} AND occurred_at <= ?"
_LATER: Final = (
    f"SELECT signal_id, occurred_at, parts, duration_seconds, fraction {_SITTINGS} AND occurred_at > ? "
    "AND duration_seconds > 0 ORDER BY occurred_at"
)

Key: TypeAlias = tuple[str | None, int, str, float]
"""Of a sitting: video, person, the id of its signal, when it began."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """A sitting as it is stored."""

    signal_id: str
    began_at: float
    parts: Parts
    duration_seconds: float
    fraction: float | None


def later_sittings(connection: SQLConnection, key: Key) -> list[Sitting]:
    """Return those of the same video that began after one, in the order in which they began: what they go on from has changed."""
    rows = connection.execute(_LATER, key)
    return [Sitting(signal_id, at, _parts(text), *rest) for signal_id, at, text, *rest in rows]


def seen_by_then(connection: SQLConnection, key: Key, parts: Parts, duration_seconds: float) -> float:
    """Return the fraction of a video that had been seen when a sitting ended, 0 where it did not go on with the video."""
    earlier = [part for (text,) in connection.execute(_EARLIER, key) for part in _parts(text)]
    before, together = seconds_of(earlier), seconds_of([*earlier, *parts])
    goes_on = together - before >= GOES_ON * seconds_of(parts)
    return min(together / duration_seconds, 1.0) if goes_on else 0.0


def _parts(text: str) -> Parts:
    """Return parts that are stored."""
    return [(start, end) for start, end in orjson.loads(text)]


def seconds_of(parts: Iterable[tuple[float, ...]]) -> float:
    """Return how many seconds lie in any of the parts."""
    total = reached = 0.0
    for start, end in sorted(parts):
        total += max(end - max(start, reached), 0.0)
        reached = max(reached, end)
    return total
