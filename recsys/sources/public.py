"""What everybody could know of: what many watch now, and what is new."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys.arrays import DAY_SECONDS, FloatArray, IntArray
from recsys.attributes import views_per_day
from recsys.catalog import Catalog
from recsys.nearest import Best
from recsys.sources.base import Need, Pool

NEW_DAYS = 30.0
"""Older videos have had their time, whatever they gathered in it."""


def newly_viewed(catalog: Catalog, rows: IntArray, now: float) -> FloatArray:
    """Return (n,) views a day of what is at most 30 days old; NaN for the older and the unknown.

    Where none is so new, all that tell views and age take part.
    """
    age_days = (now - catalog.published_at[rows]) / DAY_SECONDS
    per_day = views_per_day(catalog.view_count[rows], age_days)
    new = np.where(age_days <= NEW_DAYS, per_day, np.nan)
    return per_day if np.isnan(new).all() else new


@dataclass(frozen=True, slots=True)
class Trending:
    """Most views a day: what everybody watches right now."""

    count: int = 24
    name: str = "trending"
    needs: Need = "catalog"

    def __call__(self, pool: Pool, count: int) -> Best:
        """Return the videos with the most views for each day since publication."""
        return pool.best(newly_viewed(pool.catalog, pool.rows, pool.now), count)


@dataclass(frozen=True, slots=True)
class Newest:
    """Newest of all."""

    count: int = 16
    name: str = "new"
    needs: Need = "catalog"

    def __call__(self, pool: Pool, count: int) -> Best:
        """Return the newest."""
        return pool.best(-pool.age_days(), count)
