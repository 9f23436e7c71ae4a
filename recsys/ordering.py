"""From scores to an order: the best first, but not ten times the same."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys.arrays import BoolArray, FloatArray, IntArray

_OWN = 0.1
"""What every card shows that no other does: keeps the kernel invertible, and a twin a card."""


@dataclass(frozen=True, slots=True)
class DiversityConfig:
    """How much variety is worth."""

    places: int = 24
    """First places that are filled for variety; the others follow in the order of their scores."""
    pool: int = 60
    """Best cards they are chosen from."""
    relevance: float = 1.0
    """θ: how many nats of quality one deviation of score is worth; the greater, the less variety counts."""
    same_channel: float = 0.2
    """Share of the similarity that is about the channel, the rest is about the vectors."""


@dataclass(frozen=True, slots=True)
class Diversity:
    """Greedy MAP of a determinantal point process (Chen, Zhang, Zhou 2018, arXiv 1709.05135).

    The kernel is diag(q) S diag(q) with q = exp(θ · z(score)) and S from centred cosines and equal channels: each step
    takes the card of the greatest quality times what of it the cards before do not already show.
    """

    config: DiversityConfig = DiversityConfig()

    def __call__(self, scores: FloatArray, vectors: FloatArray, channels: IntArray) -> IntArray:
        """Return the order of n cards as (n,) indices.

        scores: (n,), NaN counts as the lowest; equal ones keep the order given.
        vectors: (n, d) centred, zero rows without a vector. channels: (n,) codes, -1 unknown.
        """
        order = by_score(scores)
        pool = order[: self.config.pool]
        quality = self.config.relevance * _standardised(scores[pool])
        chosen = _greedy(2 * quality, self._similarity(vectors[pool], channels[pool]), self.config.places)
        return np.concatenate([pool[chosen], np.delete(order, chosen)])

    def _similarity(self, vectors: FloatArray, channels: IntArray) -> FloatArray:
        """Return (p, p) similarities in [0, 1], 1 on the diagonal: a mix of three positive semidefinite matrices."""
        same = (channels[:, None] == channels[None, :]) & (channels[:, None] >= 0)
        near = (vectors @ vectors.T + 1) / 2
        similarity = (1 - _OWN) * ((1 - self.config.same_channel) * near + self.config.same_channel * same)
        np.fill_diagonal(similarity, 1.0)
        return np.asarray(similarity, dtype=np.float64)


def by_score(scores: FloatArray) -> IntArray:
    """Return the indices from the highest score to the lowest; equal ones keep their order, NaN comes last."""
    return np.argsort(-np.nan_to_num(scores, nan=-np.inf), kind="stable")


def spread_channels(order: IntArray, channels: IntArray, most: int) -> IntArray:
    """Return the order with at most `most` cards of one channel in a row, while cards of others are left.

    A card that must wait comes as soon as another channel's has come between. Unknown channels (-1) all differ.
    """
    waiting, placed = order.tolist(), list[int]()
    while waiting:
        run = {int(channels[index]) for index in placed[-most:]}
        full = run.pop() if len(placed) >= most > 0 and len(run) == 1 else -1
        fits = (place for place, index in enumerate(waiting) if full < 0 or channels[index] != full)
        placed.append(waiting.pop(next(fits, 0)))
    return np.array(placed, dtype=np.int64)


def explore(order: IntArray, explored: BoolArray, every: int) -> IntArray:
    """Return the order with one explored card in each `every`-th place, in their order; 0 lets them compete by score."""
    if every <= 0:
        return order
    known, chance = order[~explored[order]].tolist(), order[explored[order]].tolist()
    placed: list[int] = []
    while known:
        placed.append(chance.pop(0) if chance and len(placed) % every == every - 1 else known.pop(0))
    return np.array(placed + chance, dtype=np.int64)


def _standardised(scores: FloatArray) -> FloatArray:
    """Return (scores - mean) / deviation, NaN at the lowest; zeros when all are equal."""
    finite = np.where(np.isnan(scores), np.min(scores, initial=np.inf, where=~np.isnan(scores)), scores)
    deviation = finite.std() if len(finite) and np.isfinite(finite).all() else 0.0
    return (finite - finite.mean()) / deviation if deviation > 0 else np.zeros(len(scores))


def _greedy(log_quality: FloatArray, similarity: FloatArray, places: int) -> IntArray:
    """Return the first cards greedy MAP takes: each of the greatest log quality + log of the variance left."""
    count, left = min(places, len(log_quality)), np.ones(len(log_quality))
    gain, factors = log_quality.copy(), np.zeros((count, len(log_quality)))
    order = np.empty(count, dtype=np.int64)
    for step in range(count):
        best = order[step] = np.argmax(gain)
        shown = factors[:step, best] @ factors[:step]
        factors[step] = (similarity[best] - shown) / np.sqrt(left[best])
        left = np.maximum(left - factors[step] ** 2, _OWN)
        gain = log_quality + np.log(left)
        gain[order[: step + 1]] = -np.inf
    return order
