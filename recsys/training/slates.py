"""What was shown and what came of it, as arrays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import compress

import numpy as np

from recsys.arrays import BoolArray, FloatArray, IntArray
from recsys.features import Features
from recsys.rankers.base import Ranker
from recsys.slate import Context, Surface, Weights

RELEVANT_FROM = 0.5
"""The gain from which on a card counts as wanted."""
ABANDONED_SECONDS, ABANDONED_FRACTION = 10.0, 0.1
"""Who leaves before either did not find what the card promised."""


@dataclass(frozen=True, slots=True)
class LoggedSlates:
    """r cards that were seen, of s slates; a card nobody saw is neither wanted nor unwanted and does not stand here."""

    features: FloatArray
    """(r, f) float32 as served, NaN unknown."""
    slates: IntArray
    """(r,) number of the slate, ascending, from 0."""
    places: IntArray
    """(r,) where the card stood when it was seen, from 0."""
    gains: FloatArray
    """(r,) how much it was wanted, 0 to 1 (see `gains`)."""
    made_at: FloatArray
    """(s,) when each slate was made, in seconds since the epoch, ascending."""
    feature_names: tuple[str, ...]
    surfaces: tuple[Surface, ...] = ()
    """(s,) where each slate stood; empty: all at home."""

    def __len__(self) -> int:
        """Return s."""
        return len(self.made_at)

    @property
    def relevant(self) -> BoolArray:
        """(r,) whether the card was wanted."""
        return self.gains >= RELEVANT_FROM

    def cut(self, first: int, last: int) -> LoggedSlates:
        """Return the slates first … last - 1 alone."""
        return self.chosen((np.arange(len(self)) >= first) & (np.arange(len(self)) < last))

    def chosen(self, keep: BoolArray) -> LoggedSlates:
        """Return the slates for which the (s,) mask is true."""
        rows = keep[self.slates]
        return replace(
            self,
            features=self.features[rows],
            slates=(np.cumsum(keep) - 1)[self.slates[rows]],
            places=self.places[rows],
            gains=self.gains[rows],
            made_at=self.made_at[keep],
            surfaces=tuple(compress(self.surfaces, keep.tolist())),
        )

    def context(self, slate: int, weights: Weights) -> Context:
        """Return the moment a slate was made for, with a person's dials; moods and topics asked for are in the features."""
        surface = self.surfaces[slate] if self.surfaces else "home"
        return Context(surface, float(self.made_at[slate]), weights=weights)

    def spans(self) -> Iterator[slice]:
        """Yield the rows of each slate."""
        ends = np.searchsorted(self.slates, np.arange(len(self)), side="right").tolist()
        return (slice(first, last) for first, last in zip([0, *ends], ends, strict=False))


def gains(
    clicked: BoolArray, fractions: FloatArray, seconds: FloatArray, ratings: IntArray, saved: BoolArray
) -> FloatArray:
    """Return (r,) what each card was worth to the person, from what they did with its video within a day.

    1 for a thumb up, a save or at least half of it watched, 0 for a thumb down or "not interested", whatever else was done;
    otherwise 0.5 for a click, 0 for a click that was soon abandoned, 0 for a card that was only seen.

    fractions, seconds: the longest watch, NaN for none or unknown. ratings: 1 up, -1 down or not interested, 0 none.
    """
    left_soon = (seconds < ABANDONED_SECONDS) | (fractions < ABANDONED_FRACTION)
    wanted = (ratings > 0) | saved | (fractions >= RELEVANT_FROM)
    return np.where(ratings < 0, 0.0, np.where(wanted, 1.0, np.where(clicked & ~left_soon, 0.5, 0.0)))


def score(ranker: Ranker, slates: LoggedSlates, weights: Weights) -> FloatArray:
    """Return (r,) what a ranker says of every card, slate by slate: the unknown stands at the median of its slate.

    weights: the person's dials.
    """
    scores = np.zeros(len(slates.slates))
    for slate, span in enumerate(slates.spans()):
        features = Features.logged(slates.features[span])
        scores[span] = ranker(features, slates.context(slate, weights)).total
    return scores
