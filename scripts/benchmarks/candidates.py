"""Lists of candidates at 100,000 videos and 20,000 watches: a full refresh (≤ 150 ms), its longest step, a merge (≤ 2 ms)."""

from __future__ import annotations

import numpy as np

from recsys.arrays import BoolArray, IntArray
from recsys.filters import caught_by
from recsys.pipeline import Pipeline
from recsys.slate import Context
from recsys.taste import learn

from .http import longest_step, milliseconds
from .made_up import NOW, world

VIDEOS, WATCHES, ROUNDS = 100_000, 20_000, 15


def measure() -> dict[str, float]:
    """Return milliseconds; a merge includes the filters of what it merges."""
    one, context, pipeline = world(VIDEOS, WATCHES), Context("home", NOW), Pipeline()
    catalog, limits = one.catalog, one.limits
    taste = learn(catalog, one.history, personas=one.personas, topics=(), now=NOW)
    everything, candidates = np.ones(len(catalog), np.bool_), pipeline.candidates
    pool = pipeline.pool(catalog, taste, everything, limits, context)
    lists = candidates.lists(pool)
    longest = longest_step(lambda: candidates.gathering(pool), ROUNDS)

    def passes(rows: IntArray) -> BoolArray:
        return caught_by(pipeline.filters, catalog, rows, limits, context) < 0

    def refresh() -> object:
        return candidates.lists(pipeline.pool(catalog, taste, everything, limits, context))

    def merge(seed: int = 3) -> object:
        rng = np.random.default_rng(seed)
        return candidates.merge(catalog, taste, lists, passes, everything, context, rng)

    def feed(*, kept: bool) -> object:
        rng = np.random.default_rng(3)
        return pipeline.feed(catalog, taste, everything, limits, context, rng, lists if kept else None)

    refreshed, refreshed_99 = milliseconds(refresh, ROUNDS)
    merged, merged_99 = milliseconds(merge, 20 * ROUNDS)
    with_lists, with_lists_99 = milliseconds(lambda: feed(kept=True), ROUNDS)
    without, _ = milliseconds(lambda: feed(kept=False), ROUNDS)
    return {
        "refresh p50 ms": refreshed, "refresh p99 ms": refreshed_99, "longest step p50 ms": longest,
        "merge p50 ms": merged, "merge p99 ms": merged_99,
        "feed of kept lists p50 ms": with_lists, "feed of kept lists p99 ms": with_lists_99,
        "feed without p50 ms": without, "with / without": with_lists / without,
    }  # fmt: skip
