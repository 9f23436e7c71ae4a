"""Scorers that see what everybody did before the cut: what one person's own daemon can never know, for comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy import sparse

from recsys.arrays import FloatArray, IntArray
from recsys.catalog import Catalog
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
    return {"popularity (crowd)": _popularity(matrix), "item-kNN (crowd)": _neighbours(matrix)}


def _popularity(matrix: Any) -> Scorer:
    counts = np.asarray(matrix.sum(axis=0)).ravel()

    def score(catalog: Catalog, history: History, now: float, rng: np.random.Generator) -> FloatArray:
        return counts

    return score


def _neighbours(matrix: Any) -> Scorer:
    norms = np.sqrt(np.asarray(matrix.sum(axis=0)).ravel())
    unit = (matrix @ sparse.diags(1 / np.maximum(norms, 1))).tocsc()

    def score(catalog: Catalog, history: History, now: float, rng: np.random.Generator) -> FloatArray:
        return np.asarray((unit[:, _liked(history)].T @ unit).sum(axis=0)).ravel()

    return score


def _liked(history: History) -> IntArray:
    return np.unique(history.rows[history.positive])
