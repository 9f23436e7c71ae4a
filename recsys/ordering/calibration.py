"""Calibration: the interests of a list in the shares they have in the person (Steck 2018)."""

from __future__ import annotations

import numpy as np

from recsys.arrays import FloatArray
from recsys.taste import Taste

_SMOOTHING = 0.01
"""Share of the target in what it is compared with: an interest that is missing costs much, not infinitely much."""


def persona_shares(taste: Taste) -> FloatArray:
    """Return (k,) shares of the personas in what the person liked, faded and dialled; a muted one has none.

    Before anything is known of the events, the personas' own counts stand in for them.
    """
    personas, liked = taste.personas, taste.liked
    owned = liked.personas >= 0
    weights = np.bincount(liked.personas[owned], liked.weights[owned], len(personas)).astype(np.float64)
    weights = weights if weights.sum() > 0 else personas.counts * personas.weights
    weights = np.where(personas.muted, 0.0, weights)
    return np.asarray(weights / weights.sum() if weights.sum() > 0 else weights)


def divergence(shares: FloatArray, shown: FloatArray) -> FloatArray:
    """Return KL(p || q~) in nats, q~ = .99 q + .01 p, of (k,) target shares p and (…, k) shown shares q."""
    mixed = (1 - _SMOOTHING) * shown + _SMOOTHING * shares
    wanted = shares > 0
    return np.asarray(np.log(shares[wanted] / mixed[..., wanted]) @ shares[wanted])


def relief(shares: FloatArray, counts: FloatArray) -> FloatArray:
    """Return (k,) by how much the divergence of (k,) counts so far falls with one more card of each persona."""
    total = counts.sum()
    after = (counts + np.eye(len(shares))) / (total + 1)
    return divergence(shares, counts / max(total, 1.0)) - divergence(shares, after)
