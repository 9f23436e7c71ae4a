"""Variety: the best first, but not ten times the same."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys.arrays import FloatArray, IntArray
from recsys.ordering.calibration import relief

_OWN = 0.1
"""What every card shows that no other does: keeps the kernel invertible, and a twin a card."""
_TWIN = 0.25
"""Variance left of a card that those before nearly show: a centred cosine of 0.92 to one of them."""


@dataclass(frozen=True, slots=True)
class DiversityConfig:
    """How much variety is worth; chosen by `scripts/evaluate diversity` (docs/ranking.md tells the figures)."""

    places: int = 24
    """First places that are filled for variety; the others follow in the order of their scores."""
    pool: int = 60
    """Best cards they are chosen from, but only the better half of a page: variety brings nothing up that is unwanted."""
    small: int = 10
    """So few cards are all chosen from."""
    best: int = 6
    """First places that go by score alone, near twins left out: they count most, and variety is for the others."""
    relevance: float = 0.2
    """θ: how many nats of quality one deviation of score is worth; the greater, the less variety counts."""
    same_channel: float = 0.0
    """Share of the similarity that is about the channel, the rest is about the vectors.

    None: on videos a channel's episodes are wanted together more often than not, and vectors know when they are alike.
    """
    calibration: float = 0.2
    """Nats of quality that a nat of divergence from the shares of the personas is worth."""


@dataclass(frozen=True, slots=True)
class Diversity:
    """Greedy MAP of a determinantal point process (Chen, Zhang, Zhou 2018, arXiv 1709.05135), calibrated (Steck 2018).

    The kernel is diag(q) S diag(q) with q = exp(θ · z(score)) and S from centred cosines and equal channels: each step
    takes the card of the greatest quality times what of it the cards before do not already show, and times what it
    does for the shares of the personas. The first few go by score alone.
    """

    config: DiversityConfig = DiversityConfig()

    def __call__(
        self,
        scores: FloatArray,
        vectors: FloatArray,
        channels: IntArray,
        personas: IntArray | None = None,
        shares: FloatArray | None = None,
    ) -> IntArray:
        """Return the order of n cards as (n,) indices.

        scores: (n,), NaN counts as the lowest; equal ones keep the order given.
        vectors: (n, d) centred, zero rows without a vector. channels: (n,) codes, -1 unknown.
        personas: (n,) nearest persona, -1 without; shares: (k,) the list should have of each. Both or neither.
        """
        order = by_score(scores)
        pool = order[: min(self.config.pool, max(self.config.small, len(order) // 2))]
        quality = 2 * self.config.relevance * standardised(scores[pool])
        calibration = _Calibration(self.config.calibration, personas, shares, pool)
        chosen = _greedy(quality, self._similarity(vectors[pool], channels[pool]), self.config, calibration)
        return np.concatenate([pool[chosen], np.delete(order, chosen)])

    def _similarity(self, vectors: FloatArray, channels: IntArray) -> FloatArray:
        """Return (p, p) similarities in [0, 1], 1 on the diagonal: a mix of three positive semidefinite matrices."""
        same = (channels[:, None] == channels[None, :]) & (channels[:, None] >= 0)
        near = (vectors @ vectors.T + 1) / 2
        similarity = (1 - _OWN) * ((1 - self.config.same_channel) * near + self.config.same_channel * same)
        np.fill_diagonal(similarity, 1.0)
        return np.asarray(similarity, dtype=np.float64)


class _Calibration:
    """What each of p cards would do for the shares of the personas, given the cards taken so far."""

    def __init__(self, worth: float, personas: IntArray | None, shares: FloatArray | None, pool: IntArray) -> None:
        self._worth = worth
        self._shares = np.zeros(0) if shares is None or shares.sum() <= 0 else shares
        self._personas = np.full(len(pool), -1) if personas is None else personas[pool]
        self._counts = np.zeros(len(self._shares))
        self._is_silent = worth <= 0 or len(self._shares) == 0

    def gain(self) -> FloatArray | float:
        """Return (p,) nats of quality; a card without persona changes no share."""
        if self._is_silent:
            return 0.0
        return np.append(self._worth * relief(self._shares, self._counts), 0.0)[self._personas]

    def take(self, card: int) -> None:
        """Count a card that was taken."""
        if not self._is_silent and self._personas[card] >= 0:
            self._counts[self._personas[card]] += 1


def by_score(scores: FloatArray) -> IntArray:
    """Return the indices from the highest score to the lowest; equal ones keep their order, NaN comes last."""
    return np.argsort(-np.nan_to_num(scores, nan=-np.inf), kind="stable")


def standardised(scores: FloatArray) -> FloatArray:
    """Return (scores - mean) / deviation, NaN at the lowest; zeros when all are equal."""
    finite = np.where(np.isnan(scores), np.min(scores, initial=np.inf, where=~np.isnan(scores)), scores)
    deviation = finite.std() if len(finite) and np.isfinite(finite).all() else 0.0
    return (finite - finite.mean()) / deviation if deviation > 0 else np.zeros(len(scores))


def _greedy(
    log_quality: FloatArray, similarity: FloatArray, config: DiversityConfig, calibration: _Calibration
) -> IntArray:
    """Return the first cards greedy MAP takes: each of the greatest log quality + log of the variance left + gain."""
    count, left = min(config.places, len(log_quality)), np.ones(len(log_quality))
    factors = np.zeros((count, len(log_quality)))
    order = np.empty(count, dtype=np.int64)
    for step in range(count):
        if step < config.best:
            gain = np.where(left > _TWIN, log_quality, log_quality - np.ptp(log_quality) - 1)  # twins after all others
        else:
            gain = log_quality + np.log(left) + calibration.gain()
        gain[order[:step]] = -np.inf
        best = order[step] = int(np.argmax(gain))
        calibration.take(best)
        shown = factors[:step, best] @ factors[:step]
        factors[step] = (similarity[best] - shown) / np.sqrt(left[best])
        left = np.maximum(left - factors[step] ** 2, _OWN)
    return order
