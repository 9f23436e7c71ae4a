"""What a point of a ranker's score is worth: without it, trees would first have to learn how sure the ranker may be."""

from __future__ import annotations

import numpy as np

from recsys.arrays import FloatArray
from recsys.training.slates import LoggedSlates

LEAST = 0.02
"""Of a ranker that tells nothing, so much is believed: its order still breaks ties."""
_ROUNDS = 20


def nats_per_unit(slates: LoggedSlates, scores: FloatArray, offset: FloatArray) -> float:
    """Return the a ≥ LEAST for which softmax(a · scores + offset) within each slate fits best what was wanted.

    One number, by Newton's steps on the likelihood, with one wanted card's worth of doubt that it is 0.
    """
    wanted = slates.gains
    total = np.bincount(slates.slates, wanted, minlength=len(slates))
    factor = 0.0
    for _ in range(_ROUNDS):
        chance = _softmax(slates, factor * scores + offset)
        mean = np.bincount(slates.slates, chance * scores, minlength=len(slates))
        slope = wanted @ scores - total @ mean - factor
        spread = np.bincount(slates.slates, chance * (scores - mean[slates.slates]) ** 2, minlength=len(slates))
        step = float(slope / (total @ spread + 1.0))
        factor = max(factor + step, LEAST)
        if abs(step) < 1e-6:
            break
    return factor


def _softmax(slates: LoggedSlates, logits: FloatArray) -> FloatArray:
    """Return (r,) chances that add up to 1 in each slate."""
    highest = np.full(len(slates), -np.inf)
    np.maximum.at(highest, slates.slates, logits)
    raised = np.exp(logits - highest[slates.slates])
    return np.asarray(raised / np.bincount(slates.slates, raised, minlength=len(slates))[slates.slates])
