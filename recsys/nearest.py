"""The best of many, exactly and in an order that does not depend on luck."""

from __future__ import annotations

import numpy as np

from recsys.arrays import FloatArray, IntArray


def best(scores: FloatArray, count: int) -> IntArray:
    """Return the indices of the `count` highest of (n,) scores, highest first; ties to the lower index, NaN never."""
    known = np.flatnonzero(~np.isnan(scores))
    if len(known) > count > 0:
        least = np.partition(scores[known], len(known) - count)[len(known) - count]
        known = known[scores[known] >= least]  # all of the last ones that tie
    return known[np.argsort(-scores[known], kind="stable")][:count]
