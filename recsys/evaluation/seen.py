"""The cards a person saw, and which of them in vain by a moment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys.arrays import FloatArray, IntArray
from recsys.history import History
from recsys.passed import InVain, answered_at


@dataclass(frozen=True, slots=True)
class Seen:
    """m cards in any order, whatever came of them."""

    rows: IntArray
    """(m,) rows of the catalogue."""
    seen_at: FloatArray
    """(m,) seconds since the epoch."""

    def in_vain(self, done: History, now: float) -> InVain:
        """Return the cards seen before a moment of which nothing had come by then: not since anything was done with the video.

        done: what the person did before that moment.
        """
        chosen = (self.seen_at < now) & (self.seen_at > answered_at(done, self.rows))
        rows, inverse, times = np.unique(self.rows[chosen], return_inverse=True, return_counts=True)
        last_at = np.full(len(rows), -np.inf)
        np.maximum.at(last_at, inverse, self.seen_at[chosen])
        return InVain(rows, times.astype(np.int64), last_at)
