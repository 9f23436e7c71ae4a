"""What is like all that the person watches together, though no neighbour of any of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys.nearest import Best
from recsys.sources.base import Need, Pool


@dataclass(frozen=True, slots=True)
class SharedWords:
    """Most of the words that occur in what was liked: finds what the embedder cannot read."""

    count: int = 30
    name: str = "words"
    needs: Need = "taste"

    def __call__(self, pool: Pool, count: int) -> Best:
        """Return the videos with the greatest overlap with everything liked."""
        liked = pool.taste.liked
        overlap = pool.catalog.lexicon.overlap(liked.words.matrix @ liked.weights)[pool.rows]
        return pool.best(np.where(overlap > 0, overlap, np.nan), count)


@dataclass(frozen=True, slots=True)
class Usual:
    """What is like most of what the person watches, by everything but its neighbours: direction, length, age, views, kind.

    Neighbours find what is near one video or interest; this finds what fits all of them a little.
    """

    count: int = 60
    ridge: float = 0.5
    matches: float = 0.7
    """Weight of each log ratio of the profile."""
    views: float = 0.2
    """Weight of log views."""
    name: str = "usual"
    needs: Need = "taste"

    def __call__(self, pool: Pool, count: int) -> Best:
        """Return the videos of the greatest sum; what is unknown counts as usual; a video nobody described is left out."""
        catalog, taste, rows, profile = pool.catalog, pool.taste, pool.rows, pool.taste.profile
        log_views = np.log1p(catalog.view_count[rows])
        matches = sum(profile.columns(profile.told(catalog, rows, pool.now)).values(), profile.views(log_views))
        along = (catalog.vectors @ taste.ridge)[rows] - float(taste.space.mean @ taste.ridge)
        described = catalog.has_vector[rows]
        scores = self.ridge * np.where(described, along, 0.0) + self.matches * matches
        scores += self.views * np.nan_to_num(log_views)
        return pool.best(np.where(described | ~np.isnan(log_views), scores, np.nan), count)
