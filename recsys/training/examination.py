"""How often a card is looked at because of where it stands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys.arrays import FloatArray, IntArray
from recsys.training.slates import LoggedSlates

LEAST = 0.1
"""Below, a place is taken to be looked at so often: one click far down must not outweigh ten above."""
_FIRST_PLACES = (0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48)
"""Where a group of places begins; further down clicks are few, and neighbours are looked at alike."""
_QUANTILES = 20
_PRIOR = 5.0
"""Clicks in doubt: so many are added to each group at the rate of a place that is as good as any."""
_ROUNDS = 50


@dataclass(frozen=True, slots=True)
class Examination:
    """The chance that a card in a place is looked at, the first place being 1."""

    by_group: FloatArray
    """(g,) never rising, at least LEAST."""

    def __call__(self, places: IntArray) -> FloatArray:
        """Return (r,) chances of (r,) places from 0."""
        return self.by_group[_group_of(places)]

    @classmethod
    def even(cls) -> Examination:
        """Return what holds where every place is looked at alike."""
        return cls(np.ones(len(_FIRST_PLACES)))


def examination(slates: LoggedSlates, base: FloatArray) -> Examination:
    """Estimate it from the log itself, where better cards stand in front: clicks are compared among equally good cards.

    clicks(place, quality) ≈ shown(place, quality) · looked at(place) · wanted(quality), both factors by turns (the rank-one
    fit of Wang et al. 2018, with a closed step). Quality is what a linear model says of a card when the place explains
    clicks beside it, in twenty quantiles. Cards let in by chance are compared like the others: their place tells nothing.

    base: (r,) scores of the ranker that stands behind the order.
    """
    if not slates.relevant.any():
        return Examination.even()
    group, clicks = _group_of(slates.places), slates.relevant.astype(np.float64)
    quality = _quantile(_quality(slates, base, group))
    shape = (len(_FIRST_PLACES), _QUANTILES)
    shown, clicked = np.zeros(shape), np.zeros(shape)
    np.add.at(shown, (group, quality), 1.0)
    np.add.at(clicked, (group, quality), clicks)
    return Examination(np.maximum(np.minimum.accumulate(_looked_at(shown, clicked)), LEAST))


def _looked_at(shown: FloatArray, clicked: FloatArray) -> FloatArray:
    """Return (g,) the factor of the place, relative to the first group."""
    looked_at = np.ones(len(shown))
    for _ in range(_ROUNDS):
        wanted = clicked.sum(axis=0) / np.maximum(looked_at @ shown, 1e-9)
        looked_at = (clicked.sum(axis=1) + _PRIOR) / (shown @ wanted + _PRIOR)
        looked_at /= looked_at[0]
    return looked_at


def _quality(slates: LoggedSlates, base: FloatArray, group: IntArray) -> FloatArray:
    """Return (r,) the part of a ridge regression of clicks that is due to the card, with a constant for each place."""
    columns = np.column_stack([base, slates.features]).astype(np.float64)
    known = np.isfinite(columns)
    means = np.sum(np.where(known, columns, 0), axis=0) / np.maximum(known.sum(axis=0), 1)
    centred = np.where(known, columns - means, 0.0)
    cards = centred / np.maximum(centred.std(axis=0), 1e-9)
    table = np.column_stack([cards, np.eye(len(_FIRST_PLACES))[group]])
    normal = table.T @ table + np.eye(table.shape[1])
    solved = np.linalg.solve(normal, table.T @ slates.relevant.astype(np.float64))
    return np.asarray(cards @ solved[: cards.shape[1]])


def _quantile(values: FloatArray) -> IntArray:
    ranks = np.argsort(np.argsort(values, kind="stable"), kind="stable")
    return np.asarray(ranks * _QUANTILES // max(len(values), 1), dtype=np.int64)


def _group_of(places: IntArray) -> IntArray:
    return np.searchsorted(_FIRST_PLACES, places, side="right") - 1
