"""Where candidates come from: each source is one small class, and this is the list of them all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from recsys.affinity import affinity
from recsys.arrays import DAY_SECONDS, FloatArray, IntArray, at
from recsys.catalog import Catalog
from recsys.nearest import best
from recsys.slate import Context
from recsys.taste import Taste


@dataclass(frozen=True, slots=True)
class Pool:
    """The n videos candidates may come from, and whom they are for."""

    catalog: Catalog
    taste: Taste
    rows: IntArray
    """(n,) rows of the catalogue that no filter caught."""
    context: Context
    rng: np.random.Generator

    def age_days(self) -> FloatArray:
        """Return (n,) days since publication, NaN unknown."""
        ages: FloatArray = np.maximum(self.context.now - self.catalog.published_at[self.rows], 0.0)
        return ages / DAY_SECONDS


class CandidateSource(Protocol):
    """Proposes videos."""

    @property
    def name(self) -> str:
        """The name in slates."""

    def __call__(self, pool: Pool) -> IntArray:
        """Return different indices into `pool.rows`, the best first."""


class Anchors(Protocol):
    """Proposes the neighbours of some vectors. All anchors are compared with the catalogue in one multiplication."""

    @property
    def name(self) -> str:
        """The name in slates."""

    @property
    def count(self) -> int:
        """Neighbours in all, in equal shares."""

    def __call__(self, pool: Pool) -> FloatArray:
        """Return (q, d) vectors; none is ordinary."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The topic and the mood asked for right now."""

    count: int = 200
    name: str = "asked"

    def __call__(self, pool: Pool) -> FloatArray:
        """Return the vectors of those that are given, centred."""
        asked = [vector for vector in (pool.context.topic, pool.context.mood) if vector is not None]
        return pool.taste.space.centre(np.array(asked, np.float32).reshape(-1, pool.catalog.dimensions))


@dataclass(frozen=True, slots=True)
class OfPersonas:
    """The personas that are not muted: every interest gets its share, also the small ones."""

    count: int = 240
    name: str = "persona"

    def __call__(self, pool: Pool) -> FloatArray:
        """Return their centroids."""
        return pool.taste.personas.centroids[~pool.taste.personas.muted]


@dataclass(frozen=True, slots=True)
class OfLikes:
    """What was liked or watched most recently."""

    likes: int = 12
    count: int = 120
    name: str = "recent_like"

    def __call__(self, pool: Pool) -> FloatArray:
        """Return the vectors of the events that weigh most over the last days."""
        liked = pool.taste.liked
        return liked.vectors[best(np.where(liked.rows >= 0, liked.recent_weights, np.nan), self.likes)]


@dataclass(frozen=True, slots=True)
class OfTopics:
    """The topics the person picked."""

    count: int = 120
    name: str = "topic"

    def __call__(self, pool: Pool) -> FloatArray:
        """Return their vectors, which are the last events of the evidence."""
        liked = pool.taste.liked
        return liked.vectors[len(liked) - liked.topic_count :]


@dataclass(frozen=True, slots=True)
class SharedWords:
    """Most of the words that occur in what was liked: finds what the embedder cannot read."""

    count: int = 60
    name: str = "words"

    def __call__(self, pool: Pool) -> IntArray:
        """Return the `count` videos with the greatest overlap with everything liked."""
        liked = pool.taste.liked
        overlap = pool.catalog.lexicon.overlap(liked.words @ liked.weights)[pool.rows]
        return best(np.where(overlap > 0, overlap, np.nan), self.count)


@dataclass(frozen=True, slots=True)
class TrustedChannels:
    """Newest from channels the person follows or often watches."""

    least_affinity: float = 0.3
    count: int = 60
    name: str = "channel"

    def __call__(self, pool: Pool) -> IntArray:
        """Return the `count` newest; a video without date counts as old."""
        channels = pool.catalog.channel[pool.rows]
        trusted = affinity(at(pool.taste.channel_counts, channels)) >= self.least_affinity
        trusted |= np.isin(channels, np.array(sorted(pool.taste.followed), dtype=np.int64))
        newest = np.nan_to_num(pool.catalog.published_at[pool.rows])
        return best(np.where(trusted, newest, np.nan), self.count)


@dataclass(frozen=True, slots=True)
class Popular:
    """Most views a day: what everybody watches right now."""

    count: int = 60
    name: str = "popular"

    def __call__(self, pool: Pool) -> IntArray:
        """Return the `count` with the most views for each day since publication."""
        return best(pool.catalog.view_count[pool.rows] / (pool.age_days() + 1), self.count)


@dataclass(frozen=True, slots=True)
class Newest:
    """Newest of all."""

    count: int = 40
    name: str = "new"

    def __call__(self, pool: Pool) -> IntArray:
        """Return the `count` newest."""
        return best(-pool.age_days(), self.count)


ANCHORS: tuple[Anchors, ...] = (Asked(), OfPersonas(), OfLikes(), OfTopics())
SOURCES: tuple[CandidateSource, ...] = (SharedWords(), TrustedChannels(), Popular(), Newest())
"""Anchors first, then sources: a video proposed twice keeps the first."""
