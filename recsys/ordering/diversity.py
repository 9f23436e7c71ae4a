"""Variety: the best first, but not ten times the same."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys.arrays import FloatArray, IntArray
from recsys.ordering.calibration import Calibration

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
    best: int = 4
    """First places that go by score alone, near twins left out: they count most, and variety is for the others."""
    relevance: float = 0.22
    """θ = so much × σ², with σ the deviation of the pool's scores, in nats: where they hardly differ, variety costs little.

    A deviation of score is worth 2 θ nats of quality; the greater, the less variety counts.
    """
    least: float = 0.08
    """Of θ: also where scores are no nats, as those of the persona formula …"""
    most: float = 0.8
    """… and where few cards stand out from all others."""
    same_channel: float = 0.0
    """Share of the similarity that is about the channel, the rest is about the vectors.

    None: on videos a channel's episodes are wanted together more often than not, and vectors know when they are alike.
    """
    calibration: float = 0.2
    """Nats of quality that a nat of divergence from the shares of the personas is worth."""


@dataclass(frozen=True, slots=True)
class Diversity:
    """Greedy MAP of a determinantal point process (Chen, Zhang, Zhou 2018, arXiv 1709.05135), calibrated (Steck 2018).

    The kernel is diag(q) S diag(q) with q = exp(θ · z(score)), θ by how far the scores differ, and S from centred cosines
    and equal channels: each step takes the card of the greatest quality times what of it the cards before do not already show, and times what it
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
        quality = 2 * self._relevance(scores[pool]) * standardised(scores[pool])
        owners = np.full(len(pool), -1) if personas is None else personas[pool]
        calibration = Calibration(self.config.calibration, owners, np.zeros(0) if shares is None else shares)
        chosen = _greedy(quality, self._similarity(vectors[pool], channels[pool]), self.config, calibration)
        others = np.ones(len(order), dtype=np.bool_)
        others[chosen] = False
        return np.concatenate([pool[chosen], order[others]])

    def _relevance(self, scores: FloatArray) -> float:
        """Return θ for the (p,) scores of a pool."""
        variance = float(scores.var()) if len(scores) and np.isfinite(scores).all() else 0.0
        return float(np.clip(self.config.relevance * variance, self.config.least, self.config.most))

    def _similarity(self, vectors: FloatArray, channels: IntArray) -> FloatArray:
        """Return (p, p) similarities in [0, 1], 1 on the diagonal: a mix of three positive semidefinite matrices."""
        same = (channels[:, None] == channels[None, :]) & (channels[:, None] >= 0)
        near = (vectors @ vectors.T + 1) / 2
        similarity = (1 - _OWN) * ((1 - self.config.same_channel) * near + self.config.same_channel * same)
        np.fill_diagonal(similarity, 1.0)
        return np.asarray(similarity, dtype=np.float64)


def by_score(scores: FloatArray) -> IntArray:
    """Return the indices from the highest score to the lowest; equal ones keep their order, NaN comes last."""
    return np.argsort(-scores, kind="stable")


def standardised(scores: FloatArray) -> FloatArray:
    """Return (scores - mean) / deviation, NaN at the lowest; zeros when all are equal."""
    unknown = np.isnan(scores)
    finite = np.where(unknown, scores[~unknown].min(initial=np.inf), scores) if unknown.any() else scores
    deviation = finite.std() if len(finite) and np.isfinite(finite).all() else 0.0
    return (finite - finite.mean()) / deviation if deviation > 0 else np.zeros(len(scores))


def _greedy(
    log_quality: FloatArray, similarity: FloatArray, config: DiversityConfig, calibration: Calibration
) -> IntArray:
    """Return the first cards greedy MAP takes: each of the greatest log quality + log of the variance left + gain.

    The variance left of each card is the diagonal of the Schur complement of those taken, which `rest` becomes.
    """
    order = np.empty(min(config.places, len(log_quality)), dtype=np.int64)
    rest, quality = similarity.copy(), log_quality.copy()
    left = np.einsum("ii->i", rest)
    as_twin = quality - np.ptp(quality) - 1 if len(quality) else quality  # after all that are none
    for step in range(len(order)):
        if step < config.best:
            gain = np.where(left > _TWIN, quality, as_twin)
        else:
            gain = np.log(left) + quality + calibration.gains()
        best = order[step] = int(gain.argmax())
        calibration.take(best)
        quality[best] = as_twin[best] = -np.inf
        shown = rest[best] / left[best]
        rest -= shown[:, None] * rest[best]
        np.maximum(left, _OWN, out=left)
    return order
