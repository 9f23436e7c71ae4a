"""The ordering stage on 200 scored cards, beside the least an order needs: a sort, and the cosines of the best sixty."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from recsys.ordering import Cards, Ordering
from recsys.slate import Length, Limits, Mix

CARDS, DIMENSIONS, PERSONAS = 200, 256, 8
ROUNDS = 200


def measure() -> dict[str, float]:
    """Return milliseconds at the median and the 99th percentile, and each median as a ratio to the least."""
    cards, scores = _cards()
    dialled = Limits(mix=Mix(0.25, 0.25, 0.25, 0.25), length=Length(0, 240))
    ordering, everything = Ordering(), np.arange(CARDS)
    cases: dict[str, Callable[[], object]] = {
        "least": lambda: cards.vectors[np.argsort(-scores)[:60]] @ cards.vectors[:60].T,
        "page": lambda: ordering.page(cards, everything, [scores], Limits(), np.random.default_rng(0)),
        "feed": lambda: ordering.feed(cards, [scores], Limits(), np.random.default_rng(0)),
        "feed with mix and length": lambda: ordering.feed(cards, [scores], dialled, np.random.default_rng(0)),
        "feed of two rankers": lambda: ordering.feed(cards, [scores, -scores], Limits(), np.random.default_rng(0)),
    }
    figures: dict[str, float] = {}
    for name, case in cases.items():
        figures[f"{name} p50 ms"], figures[f"{name} p99 ms"] = _milliseconds(case)
        figures[f"{name} / least"] = figures[f"{name} p50 ms"] / figures["least p50 ms"]
    return figures


def _cards() -> tuple[Cards, np.ndarray]:
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(CARDS, DIMENSIONS)).astype(np.float32)
    cards = Cards(
        vectors=vectors / np.linalg.norm(vectors, axis=1, keepdims=True),
        channels=rng.integers(0, 40, CARDS),
        personas=rng.integers(0, PERSONAS, CARDS),
        kinds=rng.integers(0, 4, CARDS),
        durations=rng.uniform(60, 6_000, CARDS),
        uncertainty=rng.random(CARDS),
        explored=rng.random(CARDS) < 0.05,
        shares=np.full(PERSONAS, 1 / PERSONAS),
    )
    return cards, rng.normal(size=CARDS)


def _milliseconds(work: Callable[[], object]) -> tuple[float, float]:
    spent = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        spent.append(time.perf_counter() - started)
    median, slow = np.percentile(np.array(spent) * 1_000, [50, 99])
    return float(median), float(slow)
