"""Scorers that see what everybody did before the cut: what one person's own daemon can never know, for comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from recsys.arrays import FloatArray, IntArray
from recsys.evaluation.moment import Moment
from recsys.evaluation.protocol import Person
from recsys.evaluation.scorers import Scorer
from recsys.history import History


def crowd_scorers(people: Sequence[Person], items: int) -> Mapping[str, Scorer]:
    """Return popularity among the people, and cosine item-kNN over who liked what."""
    liked = [_liked(person.history) for person in people]
    users = np.repeat(np.arange(len(people)), [len(rows) for rows in liked])
    matrix = sparse.csr_matrix(
        (np.ones(len(users)), (users, np.concatenate([*liked, []]).astype(np.int64))), (len(people), items)
    )
    counts = np.asarray(matrix.sum(axis=0)).ravel()
    unit = (matrix @ sparse.diags(1 / np.maximum(np.sqrt(counts), 1))).tocsc()
    return {"popularity (crowd)": Counted(counts), "item-kNN (crowd)": Neighbours(unit)}


@dataclass(frozen=True)
class Counted:
    """Scores by how many people liked an item."""

    counts: FloatArray
    """(n,)"""

    def __call__(self, moment: Moment, rng: np.random.Generator) -> FloatArray:
        """Return the counts."""
        return self.counts


@dataclass(frozen=True)
class Neighbours:
    """Scores by the sum of cosines with the liked items over who liked what."""

    unit: Any
    """(people, n) with columns of length 1, scipy CSC."""

    def __call__(self, moment: Moment, rng: np.random.Generator) -> FloatArray:
        """Return the sums."""
        return np.asarray((self.unit[:, _liked(moment.history)].T @ self.unit).sum(axis=0)).ravel()


def _liked(history: History) -> IntArray:
    return np.unique(history.rows[history.positive])
