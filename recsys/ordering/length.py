"""Length: a soft preference, for a video of the wrong length may still be the right one."""

from __future__ import annotations

import numpy as np

from recsys.arrays import FloatArray
from recsys.slate import Length

_DOUBLINGS = 2.0
"""Halvings or doublings beyond the wished length after which a video is no worse for being still further off."""


def prefer_length(scores: FloatArray, durations: FloatArray, length: Length | None) -> FloatArray:
    """Return (n,) scores, lower by one deviation of them for each doubling a video is too long, or halving too short.

    durations: (n,) seconds; an unknown one is neither for nor against, so it stands at the median of what is known.
    """
    if length is None or not np.isfinite(durations).any():
        return scores
    misfit = np.minimum(_doublings_off(durations, length), _DOUBLINGS)
    misfit = np.where(np.isnan(misfit), np.nanmedian(misfit), misfit)
    known = scores[~np.isnan(scores)]
    deviation = float(known.std()) if len(known) else 0.0
    return np.asarray(scores - misfit * (deviation if deviation > 0 else 1.0))


def _doublings_off(durations: FloatArray, length: Length) -> FloatArray:
    """Return (n,) by how many doublings or halvings each duration misses the range, 0 inside."""
    doublings = np.log2(np.maximum(durations, 1.0))
    too_long = doublings - np.log2(max(length.max_seconds, 1.0))
    too_short = np.log2(max(length.min_seconds, 1.0)) - doublings
    return np.asarray(np.maximum(np.maximum(too_long, too_short), 0.0))
