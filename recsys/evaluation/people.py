"""People as the catalogue protocol sees them: what was known at a moment, and what they wanted after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from recsys.arrays import BoolArray, FloatArray, IntArray
from recsys.evaluation.moment import first
from recsys.evaluation.seen import Seen
from recsys.history import History

HELD_OUT_SHARE: Final = 0.2


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of a person at a moment, and what they turned out to want after it."""

    history: History
    """All a ranker may see; its videos are left out of the ranking."""
    relevant: IntArray
    """Rows wanted afterwards, none of them in the history."""
    now: float
    """Seconds since the epoch: the moment between the two."""
    unjudged: IntArray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    """Rows left out of the ranking: nobody knows whether they are wanted, or they were not there yet."""
    utilities: FloatArray | None = None
    """(n,) how much a made-up person truly wants each video; no ranker sees it."""
    seen: Seen | None = None
    """The cards the person saw; a ranker knows those before the moment."""
    user_id: str = ""
    """Who it is in the data set; no ranker sees it."""

    def unseen(self, items: int) -> BoolArray:
        """Return (items,) whether a video is ranked."""
        ranked: BoolArray = np.ones(items, dtype=np.bool_)
        ranked[self.history.rows], ranked[self.unjudged] = False, False
        return ranked


def split_last(history: History, wanted: IntArray, share: float = HELD_OUT_SHARE) -> Person:
    """Hold out the last `share` of a person's events (at least one); of these the `wanted` rows are relevant."""
    return _split(history, wanted, len(history) - max(1, round(share * len(history))))


def split_at(history: History, wanted: IntArray, moment: float) -> Person:
    """Hold out what was done at `moment` (seconds since the epoch) or later."""
    person = _split(history, wanted, int(np.searchsorted(history.occurred_at, moment)))
    return replace(person, now=moment)


def event_counts(people: Sequence[Person], items: int) -> FloatArray:
    """Return (items,) how many events before their cuts people had with each item, liked or not: nothing held out counts."""
    rows = [person.history.rows for person in people]
    return np.bincount(np.concatenate([np.zeros(0, np.int64), *rows]), minlength=items).astype(np.float64)


def _split(history: History, wanted: IntArray, cut: int) -> Person:
    kept = first(history, cut)
    later = np.setdiff1d(history.rows[cut:], kept.rows)
    now = float(kept.occurred_at[-1]) if cut else float(history.occurred_at[0])
    return Person(kept, np.intersect1d(later, wanted), now)
