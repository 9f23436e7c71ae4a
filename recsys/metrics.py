"""How good a ranked list is, and how sure one may be of it.

A list is given as what stands in it: `gains` or `relevant`, (n,), one entry for each item of the whole ranking, best
rank first. Where nothing is relevant a figure is NaN, not 0: such a list says nothing about the ranker.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np

from recsys.arrays import BoolArray, FloatArray

ListMetric: TypeAlias = Callable[[BoolArray], float]

DRAWS: Final = 1000
SURE: Final = 0.05
"""Below it a sign test is called sure. A bootstrap of a few is too sure of itself, and it is not: five good ones may be chance, six are not."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float


def ndcg(gains: FloatArray, k: int) -> float:
    """Return the discounted gain of the first k over the best possible one (Järvelin and Kekäläinen 2002), 0 to 1."""
    found, ideal = discounted_gains(gains, k)
    return found / ideal if ideal > 0 else float("nan")


def discounted_gains(gains: FloatArray, k: int) -> tuple[float, float]:
    """Return the discounted gain of the first k, and the best possible one; sums over lists are to be divided by each other."""
    return _discounted(gains[:k]), _discounted(np.sort(gains)[::-1][:k])


def recall(relevant: BoolArray, k: int) -> float:
    """Return the share of all relevant items that stand among the first k."""
    total = np.count_nonzero(relevant)
    return float(np.count_nonzero(relevant[:k]) / total) if total else float("nan")


def precision(relevant: BoolArray, k: int) -> float:
    """Return the share of the first k that is relevant; a list shorter than k is judged by its own length."""
    return float(np.mean(relevant[:k])) if relevant.any() else float("nan")


def reciprocal_rank(relevant: BoolArray) -> float:
    """Return 1 / rank of the first relevant item, the first rank being 1."""
    return 1.0 / (1 + int(np.argmax(relevant))) if relevant.any() else float("nan")


def auc(relevant: BoolArray) -> float:
    """Return the probability that a relevant item stands before one that is not; NaN unless there are both."""
    others = np.count_nonzero(~relevant)
    if not others or not relevant.any():
        return float("nan")
    return float(1.0 - np.cumsum(~relevant)[relevant].mean() / others)


def intra_list_distance(vectors: FloatArray) -> float:
    """Return the mean of 1 - cosine over all pairs of (n, d) unit rows; NaN for fewer than two.

    The space matters more than the list: raw sentence vectors all lie in one cone. Centre them first, and give the
    same figure for a random list beside it.
    """
    n = len(vectors)
    if n < 2:
        return float("nan")
    total = vectors.sum(axis=0)
    squares = float(np.einsum("nd,nd->", vectors, vectors))
    return 1.0 - (float(total @ total) - squares) / (n * (n - 1))


def calibration(wanted: FloatArray, listed: FloatArray) -> float:
    """Return KL(p ‖ 0.99 q + 0.01 p) in nats: how far a list's shares q are from the person's p, (k,) each (Steck 2018).

    0 is best; an interest the list leaves out costs p · log 100. Either is given in any unit; NaN when one is empty.
    """
    if wanted.sum() <= 0 or listed.sum() <= 0:
        return float("nan")
    p, q = wanted / wanted.sum(), listed / listed.sum()
    some = p > 0
    return float(p[some] @ np.log(p[some] / (0.99 * q[some] + 0.01 * p[some])))


def novelty(shares: FloatArray) -> float:
    """Return the mean of -log2 of the (n,) listed items' shares of all events: bits, the more the less known; NaN for none."""
    return float(-np.log2(shares).mean()) if len(shares) else float("nan")


def bootstrap(values: FloatArray, rng: np.random.Generator, draws: int = DRAWS) -> Interval:
    """Return the mean of one figure per person, (n,), and its interval when people are drawn anew.

    NaN entries are people the figure says nothing about: left out. NaN throughout when nobody is left.
    """
    known = np.asarray(values, dtype=np.float64)
    known = known[np.isfinite(known)]
    if not len(known):
        return Interval(float("nan"), float("nan"), float("nan"))
    means = known[rng.integers(len(known), size=(draws, len(known)))].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return Interval(float(known.mean()), float(low), float(high))


def paired_bootstrap(ours: FloatArray, theirs: FloatArray, rng: np.random.Generator, draws: int = DRAWS) -> Interval:
    """Return the mean of `ours - theirs` over the same people, (n,) each; a gain is sure when `low` is above 0."""
    return bootstrap(np.asarray(ours, dtype=np.float64) - np.asarray(theirs, dtype=np.float64), rng, draws)


def sign_test(wins: int, losses: int) -> float:
    """Return the two-sided binomial probability of a result at least so uneven."""
    from scipy.stats import binomtest  # loads much that serving does not need

    return float(binomtest(wins, wins + losses).pvalue) if wins + losses else 1.0


LIST_METRICS: Final[dict[str, ListMetric]] = {
    "ndcg@10": lambda relevant: ndcg(relevant.astype(np.float64), 10),
    "recall@100": lambda relevant: recall(relevant, 100),
    "mrr": reciprocal_rank,
}
"""The figures every report of whole rankings gives, by name."""


def _discounted(gains: FloatArray) -> float:
    return float(gains @ (1.0 / np.log2(np.arange(2, len(gains) + 2))))
