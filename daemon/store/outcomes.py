"""What came of the slates that were shown: the ground on which an order is learned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from recsys.arrays import BoolArray, FloatArray, IntArray

from .connection import SQLConnection
from .database import Subject
from .histories import AS_LONG_AS_SECONDS

WITHIN_SECONDS: Final = 86_400.0
"""What is done with a video later than this after its card was shown is no answer to the card."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The r cards a person saw of s slates, the oldest slate first, and what they did with each."""

    features: FloatArray
    """(r, f) float32 as served."""
    slates: IntArray
    """(r,) number of the slate, ascending."""
    places: IntArray
    """(r,) where on the page it stood when it was seen or clicked first."""
    clicked: BoolArray
    fractions: FloatArray
    """(r,) longest watched fraction of its video within a day, of a broadcast as in `histories`; NaN for none or unknown."""
    seconds: FloatArray
    """(r,) longest watch within a day, NaN for none or unknown."""
    ratings: IntArray
    """(r,) the last thumb within a day: 1 up, -1 down or not interested, 0 none."""
    saved: BoolArray
    made_at: FloatArray
    """(s,) when each slate was made."""
    surfaces: tuple[str, ...]
    """(s,) where it stood."""


@dataclass(frozen=True, slots=True)
class Experience:
    """How much there is to learn from."""

    impressions: int
    clicks: int


class SlateOutcomes(Subject):
    """Reads over `slates`, `slate_items` and `signals`."""

    async def experience(
        self, user_id: int, embedding_model: str, feature_schema: str, *, since: float = 0.0
    ) -> Experience:
        """Count the seen and the clicked cards in a person's slates that were made with this model and these features."""
        which = (user_id, embedding_model, feature_schema, since)
        return await self._database.read(lambda connection: _experience(connection, which))

    async def of(self, user_id: int, embedding_model: str, feature_schema: str) -> Outcomes:
        """Return what was shown to a person with this model and these features, and what came of it.

        A card that was never seen is left out: nobody decided against it.
        """
        which = (user_id, embedding_model, feature_schema)
        return await self._database.read(lambda connection: _outcomes(connection, which))


_OF_PERSON: Final = "s.user_id = ? AND s.embedding_model = ? AND s.feature_schema = ?"

_EXPERIENCE: Final = f"""
SELECT coalesce(sum(g.kind = 'impression'), 0), coalesce(sum(g.kind = 'click'), 0)
FROM slates s JOIN signals g ON g.slate_id = s.slate_id AND g.user_id = s.user_id
WHERE {_OF_PERSON} AND s.created_at >= ?
"""

_SEEN: Final = f"""
SELECT s.slate_id, s.created_at, i.video_id, i.features, max(g.kind = 'click'), coalesce(min(g.position), i.position),
    s.surface
FROM slates s
CROSS JOIN slate_items i ON i.slate_id = s.slate_id  -- in this order: a person has far more signals than slates
CROSS JOIN signals g ON g.slate_id = s.slate_id AND g.video_id = i.video_id AND g.user_id = s.user_id
WHERE {_OF_PERSON} AND g.kind IN ('impression', 'click')
GROUP BY s.slate_id, i.position ORDER BY s.created_at, s.slate_id, i.position
"""

_DONE: Final = f"""
SELECT video_id, kind, occurred_at,
    coalesce(fraction, CASE source WHEN 'extension' THEN min(1.0, watched_seconds / {AS_LONG_AS_SECONDS}) END), watched_seconds
FROM signals
WHERE user_id = ? AND kind <> 'impression' AND occurred_at >= ?
AND kind IN ('watch', 'thumbs_up', 'thumbs_down', 'not_interested', 'clear_rating', 'saved') ORDER BY occurred_at
"""

_RATING: Final = {"thumbs_up": 1, "thumbs_down": -1, "not_interested": -1, "clear_rating": 0}


@dataclass(slots=True)
class _Answer:
    """What was done with one card's video."""

    fraction: float = np.nan
    seconds: float = np.nan
    rating: int = 0
    saved: bool = False


def _experience(connection: SQLConnection, which: tuple[Any, ...]) -> Experience:
    return Experience(*connection.execute(_EXPERIENCE, which).fetchone())


def _outcomes(connection: SQLConnection, which: tuple[Any, ...]) -> Outcomes:
    seen = connection.execute(_SEEN, which).fetchall()
    width = len(which[2].split())
    oldest = min((row[1] for row in seen), default=0.0)
    done: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for video_id, *act in connection.execute(_DONE, (which[0], oldest)):
        done[video_id].append(tuple(act))
    answers = [_answer(created_at, done.get(video_id, ())) for _, created_at, video_id, *_ in seen]
    numbers = {slate_id: number for number, slate_id in enumerate(dict.fromkeys(row[0] for row in seen))}
    made: Mapping[str, tuple[float, str]] = {row[0]: (row[1], row[6]) for row in seen}
    return Outcomes(
        features=np.frombuffer(b"".join(row[3] for row in seen), dtype=np.float32).reshape(len(seen), width),
        slates=np.array([numbers[row[0]] for row in seen], dtype=np.int64),
        clicked=np.array([row[4] for row in seen], dtype=np.bool_),
        places=np.array([row[5] for row in seen], dtype=np.int64),
        fractions=np.array([answer.fraction for answer in answers], dtype=np.float64),
        seconds=np.array([answer.seconds for answer in answers], dtype=np.float64),
        ratings=np.array([answer.rating for answer in answers], dtype=np.int64),
        saved=np.array([answer.saved for answer in answers], dtype=np.bool_),
        made_at=np.array([made[slate_id][0] for slate_id in numbers], dtype=np.float64),
        surfaces=tuple(made[slate_id][1] for slate_id in numbers),
    )


def _answer(shown_at: float, done: Iterable[tuple[Any, ...]]) -> _Answer:
    """Return what was done within a day after a card was shown; the longest watch and the last thumb hold."""
    answer = _Answer()
    for kind, occurred_at, fraction, seconds in done:
        if not shown_at <= occurred_at <= shown_at + WITHIN_SECONDS:
            continue
        if kind == "watch":
            answer.fraction = float(np.fmax(answer.fraction, np.nan if fraction is None else fraction))
            answer.seconds = float(np.fmax(answer.seconds, np.nan if seconds is None else seconds))
        elif kind == "saved":
            answer.saved = True
        else:
            answer.rating = _RATING[kind]
    return answer
