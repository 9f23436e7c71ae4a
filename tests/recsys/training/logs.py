"""Small logs written by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from recsys.arrays import DAY_SECONDS
from recsys.features import FEATURE_NAMES
from recsys.training.slates import LoggedSlates


def log_of(wanted: Sequence[Sequence[float]]) -> LoggedSlates:
    """Return slates a day apart, from the gains of their cards by place; every feature is 0."""
    lengths = [len(slate) for slate in wanted]
    return LoggedSlates(
        features=np.zeros((sum(lengths), len(FEATURE_NAMES)), np.float32),
        slates=np.repeat(np.arange(len(wanted)), lengths),
        places=np.array([place for slate in wanted for place in range(len(slate))], dtype=np.int64),
        gains=np.array([gain for slate in wanted for gain in slate], dtype=np.float64),
        made_at=DAY_SECONDS * np.arange(len(wanted), dtype=np.float64),
        feature_names=FEATURE_NAMES,
    )
