"""The exact top 500 by one scan of bytes, beside numpy's float32 product and partition, taken by turns."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from recsys.arrays import FloatArray
from recsys.nearest import Index
from recsys.quantised import byte_products

from .made_up import DIMENSIONS, TOPICS, unit_vectors

COUNT, ROUNDS = 500, 25
SIZES = (100_000, 1_000_000)


def measure() -> dict[str, float]:
    """Return milliseconds and ratios of medians; below 0.6 at 100,000 rows is the budget."""
    figures: dict[str, float] = {}
    for size in SIZES:
        figures |= {f"{size:9,} {name}": value for name, value in _measure(size).items()}
    return figures


def _measure(size: int) -> dict[str, float]:
    rng = np.random.default_rng(1)
    vectors = unit_vectors(rng, rng.integers(0, TOPICS, size))
    among = np.ones(size, np.bool_)
    index, began = Index(DIMENSIONS, byte_products()), time.perf_counter()
    index.update(vectors, np.arange(size))
    filled = time.perf_counter() - began
    questions = iter(vectors[rng.integers(0, size, 2 * ROUNDS + 2)])
    floats, ours = by_turns(
        lambda: _numpy(vectors, next(questions)),
        lambda: index.best(vectors, [next(questions)[None]], COUNT, among),
        rounds=ROUNDS,
    )
    many = vectors[:24]
    floats_24, ours_24 = by_turns(
        lambda: [np.argpartition(-scores, COUNT)[:COUNT] for scores in (vectors @ many.T).T],
        lambda: index.best(vectors, [vector[None] for vector in many], COUNT, among),
        rounds=3,
    )
    return {
        "numpy float32 ms": floats, "exact scan ms": ours, "exact scan / numpy": ours / floats,
        "24 questions, numpy ms": floats_24, "24 questions ms": ours_24, "24 questions / numpy": ours_24 / floats_24,
        "index filled s": filled,
    }  # fmt: skip


def _numpy(vectors: FloatArray, query: FloatArray) -> object:
    scores = vectors @ query
    return np.argpartition(-scores, COUNT)[:COUNT]


def by_turns(*acts: Callable[[], object], rounds: int) -> list[float]:
    """Return the median milliseconds of each act; they take turns, after one round that does not count."""
    taken = np.zeros((rounds + 1, len(acts)))
    for number in range(rounds + 1):
        for place, act in enumerate(acts):
            began = time.perf_counter()
            act()
            taken[number, place] = (time.perf_counter() - began) * 1_000
    medians: list[float] = np.median(taken[1:], axis=0).tolist()
    return medians
