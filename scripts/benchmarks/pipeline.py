"""A page of 60 cards from a ready taste at 100,000 videos and 20,000 watches, other cards each time (p50 ≤ 5, p99 ≤ 15 ms)."""

from __future__ import annotations

import numpy as np

from recsys.pipeline import Pipeline
from recsys.slate import Context
from recsys.taste import learn

from .http import milliseconds
from .made_up import NOW, world

VIDEOS, WATCHES, CARDS, PAGES = 100_000, 20_000, 60, 400


def measure() -> dict[str, float]:
    """Return milliseconds, and the ratio to the least that must be read: the products of cards and events."""
    one, context, pipeline = world(VIDEOS, WATCHES), Context("home", NOW), Pipeline()
    taste = learn(one.catalog, one.history, personas=one.personas, topics=(), now=NOW)
    rng = np.random.default_rng(2)
    pages = iter([rng.choice(VIDEOS, CARDS, replace=False) for _ in range(2 * PAGES + 20)])

    def rank() -> object:
        return pipeline.rank(one.catalog, taste, next(pages), one.limits, context, rng)

    def products() -> object:
        return one.catalog.vectors[next(pages)] @ taste.liked.vectors.T

    milliseconds(rank, 20)
    ranked, ranked_99 = milliseconds(rank, PAGES)
    bare, _ = milliseconds(products, PAGES)
    return {
        "60 cards p50 ms": ranked, "60 cards p99 ms": ranked_99,
        "products with the events p50 ms": bare, "60 cards / products": ranked / bare,
    }  # fmt: skip
