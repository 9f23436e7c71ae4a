"""Candidates for a feed: a few hundred videos worth scoring, each with the source that proposed it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from recsys.affinity import affinity
from recsys.arrays import DAY_SECONDS, FloatArray, IntArray, at
from recsys.catalog import Catalog
from recsys.nearest import best
from recsys.slate import Context
from recsys.taste import Taste

EXPLORATION = "exploration"
"""The source of videos drawn by chance."""


@dataclass(frozen=True, slots=True)
class Pool:
    """The n videos candidates may come from, and whom they are for."""

    catalog: Catalog
    taste: Taste
    rows: IntArray
    """(n,) rows of the catalogue that no filter caught."""
    context: Context
    rng: np.random.Generator

    def similarities(self, queries: FloatArray) -> FloatArray:
        """Return (n, q) inner products with (q, d) queries, NaN for a video without vector.

        The whole catalogue is multiplied: that is faster than copying the eligible part of it.
        """
        products = (self.catalog.vectors @ queries.T)[self.rows]
        products[~self.catalog.has_vector[self.rows]] = np.nan
        return np.asarray(products)

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
        """Return different or repeated indices into `pool.rows`, in no particular order."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Nearest to the mood and the topic asked for right now."""

    count: int = 150
    name: str = "asked"

    def __call__(self, pool: Pool) -> IntArray:
        """Return `count` for each of the two that is given."""
        asked = [vector for vector in (pool.context.topic, pool.context.mood) if vector is not None]
        return _nearest(pool, pool.taste.space.centre(np.array(asked, np.float32)) if asked else None, self.count)


@dataclass(frozen=True, slots=True)
class NearPersonas:
    """Nearest to each persona that is not muted: every interest gets its share, also the small ones."""

    count: int = 240
    name: str = "persona"

    def __call__(self, pool: Pool) -> IntArray:
        """Return `count` in equal shares."""
        centroids = pool.taste.personas.centroids[~pool.taste.personas.muted]
        return _nearest(pool, centroids, self.count // max(len(centroids), 1))


@dataclass(frozen=True, slots=True)
class NearLikes:
    """Nearest to what was liked or watched most recently."""

    likes: int = 12
    count: int = 120
    name: str = "recent_like"

    def __call__(self, pool: Pool) -> IntArray:
        """Return `count` in equal shares for the events that weigh most over the last days."""
        liked = pool.taste.liked
        recent = best(np.where(liked.rows >= 0, liked.recent_weights, np.nan), self.likes)
        return _nearest(pool, liked.vectors[recent], self.count // max(len(recent), 1))


@dataclass(frozen=True, slots=True)
class NearTopics:
    """Nearest to each topic the person picked."""

    count: int = 120
    name: str = "topic"

    def __call__(self, pool: Pool) -> IntArray:
        """Return `count` in equal shares."""
        liked, t = pool.taste.liked, pool.taste.liked.topic_count
        return _nearest(pool, liked.vectors[len(liked) - t :], self.count // max(t, 1))


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


SOURCES: tuple[CandidateSource, ...] = (
    Asked(),
    NearPersonas(),
    NearLikes(),
    NearTopics(),
    SharedWords(),
    TrustedChannels(),
    Popular(),
    Newest(),
)
"""A video proposed twice keeps the first source."""


@dataclass(frozen=True, slots=True)
class CandidatesConfig:
    """How many."""

    all_of: int = 500
    """While no more videos than this are eligible, all of them are candidates."""
    explored: int = 20
    """Drawn by chance among the videos no source proposed."""


@dataclass(frozen=True, slots=True)
class Proposals:
    """c candidates."""

    rows: IntArray
    """(c,) different rows of the catalogue, ascending."""
    sources: tuple[str, ...]
    propensities: FloatArray
    """(c,) probability of having been let in; 1 but for `exploration`."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Asks every source, then lets chance add a few videos nothing speaks for."""

    config: CandidatesConfig = CandidatesConfig()
    sources: Sequence[CandidateSource] = SOURCES

    def __call__(self, pool: Pool) -> Proposals:
        """Return the candidates among the pool's rows."""
        names = [*(source.name for source in self.sources), EXPLORATION, "rest"]
        proposed_by = np.full(len(pool.rows), -1, dtype=np.int64)
        propensities = np.ones(len(pool.rows))
        for index, source in enumerate(self.sources):
            mine = source(pool)
            proposed_by[mine[proposed_by[mine] < 0]] = index
        left = np.flatnonzero(proposed_by < 0)
        drawn = np.sort(pool.rng.choice(left, min(self.config.explored, len(left)), replace=False))
        proposed_by[drawn] = len(names) - 2
        propensities[drawn] = len(drawn) / max(len(left), 1)
        if len(pool.rows) <= self.config.all_of:
            proposed_by[proposed_by < 0] = len(names) - 1
        chosen = np.flatnonzero(proposed_by >= 0)
        return Proposals(pool.rows[chosen], tuple(names[i] for i in proposed_by[chosen]), propensities[chosen])


def _nearest(pool: Pool, queries: FloatArray | None, count: int) -> IntArray:
    """Return the indices of the `count` nearest to each of (q, d) queries, one after the other."""
    if queries is None or len(queries) == 0:
        return np.zeros(0, dtype=np.int64)
    similarities = pool.similarities(queries.astype(np.float32))
    return np.concatenate([best(column, count) for column in similarities.T])
