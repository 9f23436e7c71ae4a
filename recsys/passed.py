"""What a person is shown and passes over: nobody refuses it, and yet it tells what is not for them.

A card seen in vain says little, a hundred of one channel say much. They are weighed by how often this person wants anything at all
of what they are shown, so whoever clicks one card in fifty passes over nothing in particular.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys.arrays import FloatArray, IntArray, at, half_lives
from recsys.attributes import Match, learn_match, log_length, measure_scale
from recsys.catalog import Catalog
from recsys.events import Points
from recsys.history import History
from recsys.profile import LENGTH_WIDTH
from recsys.steps import Steps

HALF_LIFE_DAYS = 120.0
_WANTED, _SHOWN = 0.5, 10.0
"""Cards in doubt: of somebody new one in twenty is wanted."""
_A_NAT = 0.3
"""So many videos that might have been wanted, and were not, make log(1 + x / this) begin to count."""
_HALF_TRUSTED = 100.0
"""Cards until what is usual among those shown says half of what it could."""


@dataclass(frozen=True, slots=True)
class InVain:
    """m videos whose cards a person saw in vain."""

    rows: IntArray
    """(m,) different rows of the catalogue."""
    times: IntArray
    """(m,) how often since the last click, at least once."""
    last_at: FloatArray
    """(m,) when last, in seconds since the epoch."""

    @classmethod
    def nothing(cls) -> InVain:
        """Return what holds where nobody looks at pages."""
        return cls(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))

    def __len__(self) -> int:
        """Return m."""
        return len(self.rows)

    def unanswered(self, done: History) -> InVain:
        """Return those of which nothing has come since: a thumb on the card, or a watch elsewhere, needs no click."""
        left = self.last_at > answered_at(done, self.rows)
        return self if left.all() else InVain(self.rows[left], self.times[left], self.last_at[left])


def answered_at(done: History, rows: IntArray) -> FloatArray:
    """Return (m,) when anything was last done with the video in each row, in seconds since the epoch; -inf for never."""
    items = int(max(rows.max(initial=-1), done.rows.max(initial=-1))) + 1
    last_at = np.full(items, -np.inf)
    np.maximum.at(last_at, done.rows, done.occurred_at)
    return last_at[rows]


@dataclass(frozen=True, slots=True)
class Passed:
    """What passing over says of channels and of lengths."""

    channels: FloatArray
    """(channels,) how many videos of each would have been wanted, were it like anything shown; codes beyond the end count 0."""
    lengths: Match
    """What is wanted, over log seconds, against what is shown."""
    trust: float
    """How much of that counts, in [0, 1)."""

    def of_channels(self, codes: IntArray) -> FloatArray:
        """Return (n,) nats ≥ 0 that speak against channels; 0 for code -1 and for one of which nothing was passed over."""
        return np.log1p(at(self.channels, codes) / _A_NAT)

    def of_lengths(self, log_seconds: FloatArray) -> FloatArray:
        """Return (n,) nats: how much more usual a length is among what is wanted than among what is shown; 0 unknown."""
        return self.trust * self.lengths(log_seconds)


def learning_passed(catalog: Catalog, liked: Points, in_vain: InVain, now: float) -> Steps[Passed]:
    """Learn what passing over says beside what was liked since cards are counted, for that was shown as well."""
    weights = in_vain.times * half_lives(now - in_vain.last_at, HALF_LIFE_DAYS)
    # What was liked before anybody looked at pages, as an imported past, was not shown on one.
    since = liked.last_at >= in_vain.last_at.min(initial=np.inf)
    seen, wanted = float(weights.sum()), float(liked.weights[since].sum())
    rate = (wanted + _WANTED) / (wanted + seen + _SHOWN)
    codes = catalog.channel[in_vain.rows]
    known = codes >= 0
    channels = rate * np.bincount(codes[known], weights[known])
    yield
    lengths = log_length(catalog.duration_seconds)
    shown = np.concatenate([np.repeat(in_vain.rows, in_vain.times), liked.rows[since]])
    scale = measure_scale(lengths[shown], LENGTH_WIDTH)
    yield
    nobody = np.full(len(liked.rows), -1, dtype=np.int64)
    match = yield from learn_match(scale, lengths[liked.rows], liked.weights, nobody, 0)
    return Passed(channels, match, seen / (seen + _HALF_TRUSTED))
