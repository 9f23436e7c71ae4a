"""What a list should do justice to beside being right: a person's personas and channels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from recsys.arrays import BoolArray, FloatArray, IntArray
from recsys.catalog import Catalog
from recsys.evaluation.moment import Moment
from recsys.metrics import calibration
from recsys.personas import Personas

LEAST_WEIGHT: Final = 0.01
"""A persona of less than this share of what was liked need not be served."""
FAVOURITE_CHANNELS: Final = 20
STRAY_SHARE: Final = 0.1
"""The tenth of a persona's own videos that lie farthest out do not say what is near to it."""


@dataclass(frozen=True, slots=True)
class Interests:
    """A person's k personas and favourite channels, told of all n videos of a catalogue."""

    persona: IntArray
    """(n,) the nearest persona, -1 without."""
    belongs: BoolArray
    """(n,) whether it is as near to it as nine tenths of what the persona was made of."""
    weights: FloatArray
    """(k,) shares of what was liked."""
    channel: IntArray
    """(n,) codes of the catalogue's channels."""
    favourites: IntArray
    """The most liked channels that have something left to show, at most 20."""

    def persona_coverage(self, rows: IntArray) -> float:
        """Return the share of the personas of at least 1 % weight to which one of the rows belongs; NaN without personas."""
        due = np.flatnonzero(self.weights >= LEAST_WEIGHT)
        return _share(due, self.persona[rows[self.belongs[rows]]])

    def channel_coverage(self, rows: IntArray) -> float:
        """Return the share of the favourite channels that have one of the rows; NaN without channels."""
        return _share(self.favourites, self.channel[rows])

    def calibration(self, rows: IntArray) -> float:
        """Return the divergence of the rows' nearest personas from what was liked; NaN without personas."""
        nearest = self.persona[rows]
        listed = np.bincount(nearest[nearest >= 0], minlength=len(self.weights)).astype(np.float64)
        return calibration(self.weights, listed)


def interests(moment: Moment, left_out: IntArray) -> Interests:
    """Return a person's interests at a moment; the rows left out are not there to be shown."""
    catalog, liked, personas = moment.catalog, moment.liked, moment.personas
    persona = personas.nearest(catalog.vectors)
    strengths = np.zeros(len(catalog))
    np.add.at(strengths, moment.history.rows, np.maximum(moment.history.strengths, 0.0))
    known = liked[persona[liked] >= 0]
    weights = np.bincount(persona[known], strengths[known], len(personas)).astype(np.float64)
    return Interests(
        persona,
        _belongs(catalog, personas, persona, known),
        weights / max(weights.sum(), 1e-12),
        catalog.channel,
        _favourites(catalog, strengths, left_out),
    )


def _belongs(catalog: Catalog, personas: Personas, persona: IntArray, liked: IntArray) -> BoolArray:
    if len(personas) == 0:
        return np.zeros(len(catalog), dtype=np.bool_)
    cosines = np.einsum("nd,nd->n", catalog.vectors, personas.centroids[persona])
    of_own = [cosines[liked[persona[liked] == p]] for p in range(len(personas))]
    least = np.array([np.quantile(own, STRAY_SHARE) if len(own) else np.inf for own in of_own])
    return np.asarray((persona >= 0) & (cosines >= least[persona]))


def _favourites(catalog: Catalog, strengths: FloatArray, left_out: IntArray) -> IntArray:
    left = np.delete(catalog.channel, left_out)
    known = catalog.channel >= 0
    liked = np.bincount(catalog.channel[known], strengths[known], len(catalog.channels))
    liked *= np.bincount(left[left >= 0], minlength=len(liked)) > 0
    best = np.argsort(-liked, kind="stable")[:FAVOURITE_CHANNELS]
    return best[liked[best] > 0]


def _share(due: IntArray, served: IntArray) -> float:
    return float(np.isin(due, served).mean()) if len(due) else float("nan")
