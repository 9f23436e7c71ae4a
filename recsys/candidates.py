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
    anchors: Sequence[Anchors] = ANCHORS
    sources: Sequence[CandidateSource] = SOURCES

    def __call__(self, pool: Pool) -> Proposals:
        """Return the candidates among the pool's rows."""
        names = [*(each.name for each in self.anchors), *(each.name for each in self.sources), EXPLORATION, "rest"]
        proposed_by = np.full(len(pool.rows), -1, dtype=np.int64)
        propensities = np.ones(len(pool.rows))
        for index, mine in enumerate((*neighbours(pool, self.anchors), *(source(pool) for source in self.sources))):
            proposed_by[mine[proposed_by[mine] < 0]] = index
        left = np.flatnonzero(proposed_by < 0)
        drawn = np.sort(pool.rng.choice(left, min(self.config.explored, len(left)), replace=False))
        proposed_by[drawn] = names.index(EXPLORATION)
        propensities[drawn] = len(drawn) / max(len(left), 1)
        if len(pool.rows) <= self.config.all_of:
            proposed_by[proposed_by < 0] = names.index("rest")
        chosen = np.flatnonzero(proposed_by >= 0)
        return Proposals(pool.rows[chosen], tuple(names[i] for i in proposed_by[chosen]), propensities[chosen])


def neighbours(pool: Pool, anchors: Sequence[Anchors]) -> list[IntArray]:
    """Return for each of the anchors the indices of its neighbours in the pool; a video without vector is nobody's.

    The whole catalogue is multiplied: that is faster than copying the eligible part of it.
    """
    queries = [each(pool) for each in anchors]
    products = (pool.catalog.vectors @ np.concatenate(queries).T.astype(np.float32))[pool.rows]
    products[~pool.catalog.has_vector[pool.rows]] = np.nan
    columns = np.split(products, np.cumsum([len(each) for each in queries])[:-1], axis=1)
    return [_best_of_each(own, each.count) for own, each in zip(columns, anchors, strict=True)]


def _best_of_each(products: FloatArray, count: int) -> IntArray:
    """Return the best `count` rows of (n, q) products, in equal shares of the columns; a row may come more than once."""
    share = count // max(products.shape[1], 1)
    return np.concatenate([np.zeros(0, dtype=np.int64), *(best(column, share) for column in products.T)])
