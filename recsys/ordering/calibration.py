"""Calibration: the interests of a list in the shares they have in the person (Steck 2018)."""

from __future__ import annotations

import numpy as np

from recsys.arrays import FloatArray
from recsys.taste import Taste

_SMOOTHING = 0.01
"""Share of the target in what it is compared with: an interest that is missing costs much, not infinitely much."""


def persona_shares(taste: Taste) -> FloatArray:
    """Return (k,) shares of the personas in what the person liked; a muted one has none."""
    mass = np.where(taste.personas.muted, 0.0, taste.persona_mass)
    return np.asarray(mass / mass.sum() if mass.sum() > 0 else mass)


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
