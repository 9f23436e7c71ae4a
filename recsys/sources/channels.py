"""What comes from channels the person trusts: the newest, and what they are known for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys.arrays import FloatArray, IntArray, at
from recsys.nearest import Best
from recsys.sources.base import Need, Pool


@dataclass(frozen=True, slots=True)
class TrustedChannels:
    """Newest from channels the person follows or often watches."""

    least_affinity: float = 0.3
    of_each: int = 8
    count: int = 30
    name: str = "channel"
    needs: Need = "taste"

    def __call__(self, pool: Pool, count: int) -> Best:
        """Return the newest; a video without date counts as old."""
        newest = np.nan_to_num(pool.catalog.published_at[pool.rows])
        found = pool.best(np.where(pool.trusted(self.least_affinity), newest, np.nan), len(pool.rows))
        return _spread(found, pool.catalog.channel[found.rows], self.of_each, count)


@dataclass(frozen=True, slots=True)
class OldGems:
    """What trusted channels are known for and this person has never seen."""

    least_affinity: float = 0.3
    least_age_days: float = 180.0
    least_known: int = 3
    """Videos of a channel that must be known before one of them stands out."""
    of_each: int = 3
    count: int = 16
    name: str = "gem"
    needs: Need = "taste"

    def __call__(self, pool: Pool, count: int) -> Best:
        """Return old videos by the logarithm of their views over the median of their channel; only those above it."""
        limits, catalog = pool.limits, pool.catalog
        trusted = np.flatnonzero(pool.trusted(self.least_affinity) & ~np.isnan(catalog.view_count[pool.rows]))
        codes, views = catalog.channel[pool.rows[trusted]], np.log1p(catalog.view_count[pool.rows[trusted]])
        unseen = (at(limits.watched, pool.rows[trusted]) == 0) & (at(limits.impressions, pool.rows[trusted]) == 0)
        old = pool.age_days()[trusted] >= self.least_age_days
        above = _above_median(views, codes, self.least_known)
        scores = np.full(len(pool.rows), np.nan)
        scores[trusted] = np.where(unseen & old & (above > 0), above, np.nan)
        found = pool.best(scores, len(pool.rows))
        return _spread(found, catalog.channel[found.rows], self.of_each, count)


def _above_median(values: FloatArray, groups: IntArray, least: int) -> FloatArray:
    """Return (n,) values minus the (lower) median of their group; NaN in groups of fewer than `least`."""
    order = np.lexsort((values, groups))
    _, starts, inverse, sizes = np.unique(groups[order], return_index=True, return_inverse=True, return_counts=True)
    medians = values[order][starts + (sizes - 1) // 2] if len(values) else np.zeros(0)
    above = np.empty(len(values))
    above[order] = np.where(sizes[inverse] >= least, values[order] - medians[inverse], np.nan)
    return above


def _spread(found: Best, channels: IntArray, of_each: int, count: int) -> Best:
    """Return the first `count`, at most so many of each channel."""
    order = np.argsort(channels, kind="stable")
    _, starts, inverse = np.unique(channels[order], return_index=True, return_inverse=True)
    numbers = np.empty(len(channels), np.int64)
    numbers[order] = np.arange(len(channels)) - starts[inverse]
    chosen = np.flatnonzero(numbers < of_each)[:count]
    return Best(found.rows[chosen], found.scores[chosen])
