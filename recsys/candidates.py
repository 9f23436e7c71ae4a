"""Candidates for a feed: a few hundred videos worth scoring, each with the source that proposed it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recsys.arrays import FloatArray, IntArray
from recsys.nearest import best
from recsys.sources import ANCHORS, SOURCES, Anchors, CandidateSource, Pool

EXPLORATION = "exploration"
"""The source of videos drawn by chance."""


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
