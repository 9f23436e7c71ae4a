"""What a source of candidates is asked, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

import numpy as np

from recsys.affinity import affinity
from recsys.arrays import DAY_SECONDS, BoolArray, FloatArray, IntArray, at
from recsys.catalog import Catalog
from recsys.nearest import Best, best
from recsys.slate import Limits
from recsys.taste import Taste

Need: TypeAlias = Literal["taste", "catalog"]


@dataclass(frozen=True, slots=True)
class Pool:
    """The n videos candidates may come from, and whom they are for."""

    catalog: Catalog
    taste: Taste
    allowed: BoolArray
    """(all,) which rows of the catalogue no filter caught; it may grow beyond them."""
    rows: IntArray
    """(n,) the same as rows, ascending."""
    now: float
    limits: Limits

    @classmethod
    def among(cls, catalog: Catalog, taste: Taste, allowed: BoolArray, now: float, limits: Limits) -> Pool:
        """Return the pool of the rows that are allowed."""
        return cls(catalog, taste, allowed, np.flatnonzero(allowed), now, limits)

    def best(self, scores: FloatArray, count: int) -> Best:
        """Return the best `count` of the pool by (n,) scores, NaN never."""
        chosen = best(scores, count)
        return Best(self.rows[chosen], scores[chosen])

    def age_days(self) -> FloatArray:
        """Return (n,) days since publication, NaN unknown."""
        ages: FloatArray = np.maximum(self.now - self.catalog.published_at[self.rows], 0.0)
        return ages / DAY_SECONDS

    def trusted(self, least_affinity: float) -> BoolArray:
        """Return (n,) whether the channel is followed or often watched."""
        codes = np.arange(len(self.catalog.channels))
        trusted = affinity(at(self.taste.channel_counts, codes)) >= least_affinity
        trusted[[code for code in self.taste.followed if 0 <= code < len(trusted)]] = True
        return at(trusted, self.catalog.channel[self.rows])


class CandidateSource(Protocol):
    """Proposes videos by a score of its own."""

    @property
    def name(self) -> str:
        """The name in slates."""

    @property
    def count(self) -> int:
        """How many candidates it may bring."""

    @property
    def needs(self) -> Need:
        """What it cannot do without: nobody asks for a `taste` where nothing is known of the person."""

    def __call__(self, pool: Pool, count: int) -> Best:
        """Return at most `count` rows of the pool, the best first."""


@dataclass(frozen=True, slots=True)
class Question:
    """Vectors whose neighbours are wanted: a video is as near as it is to the nearest of them."""

    vectors: FloatArray
    """(g, d), g ≥ 1."""
    quota: int
    """How many candidates it may bring."""


class Anchors(Protocol):
    """Proposes the neighbours of some vectors. The questions of all anchors are answered by the same scan."""

    @property
    def name(self) -> str:
        """The name in slates."""

    def __call__(self, taste: Taste) -> list[Question]:
        """Return the questions; none is ordinary."""
