"""Boosted trees as arrays: what CatBoost learned, without CatBoost.

Importing CatBoost takes half a second and 110 MB for the rest of a process's life, and its own answer for a page is slower
than this one (`scripts/bench boosted`). All its trees are oblivious: one question for each level, so a leaf is a binary
number and a whole page is a few comparisons of arrays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np

from recsys.arrays import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Trees:
    """t trees of at most `depth` levels over a table of features."""

    columns: IntArray
    """(depth, t) the feature each level asks about."""
    borders: FloatArray
    """(depth, t) float32: the answer is yes where the feature is greater; NaN, the unknown, never is."""
    leaves: FloatArray
    """(t, 2^depth) float64, by the answers as a binary number, the first level the lowest bit."""
    scale: float
    bias: float

    def __call__(self, values: FloatArray) -> FloatArray:
        """Return (n,) scores of an (n, f) table; the same bits as CatBoost gives."""
        depth, count = self.columns.shape
        by_column = np.ascontiguousarray(values.T, dtype=np.float32)
        leaf = np.zeros((count, len(values)), dtype=np.uint16)  # CatBoost's trees have at most 16 levels
        for level in range(depth):
            answers = by_column[self.columns[level]] > self.borders[level][:, None]
            leaf |= answers.astype(np.uint16) << level
        first_leaf = (np.arange(count) << depth)[:, None]
        raw = np.take(self.leaves.ravel(), leaf + first_leaf).sum(axis=0)
        return np.asarray(raw * self.scale + self.bias)

    def as_json(self) -> dict[str, Any]:
        """Return what `from_json` takes back, exactly: a float survives being written in decimals."""
        return {
            name: value.tolist() if isinstance(value, np.ndarray) else value for name, value in asdict(self).items()
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Trees:
        """Return the trees `as_json` told of; raises KeyError, TypeError or ValueError for anything else."""
        given = {field.name: stored[field.name] for field in fields(cls)}
        depth, count = len(given["columns"]), len(given["leaves"])
        columns = np.array(given["columns"], dtype=np.int64).reshape(depth, count)
        borders = np.array(given["borders"], dtype=np.float32).reshape(depth, count)
        leaves = np.array(given["leaves"], dtype=np.float64).reshape(count, 2**depth)
        return cls(columns, borders, leaves, float(given["scale"]), float(given["bias"]))

    @classmethod
    def from_catboost(cls, exported: Mapping[str, Any]) -> Trees:
        """Return the trees of a model as CatBoost exports it to JSON: numeric features, oblivious trees, one output."""
        told: Sequence[Mapping[str, Any]] = exported["oblivious_trees"]
        depth = max(
            (len(tree["splits"] or ()) for tree in told), default=0
        )  # null for a tree that found nothing to ask
        columns = np.zeros((depth, len(told)), dtype=np.int64)
        borders = np.full((depth, len(told)), np.inf, dtype=np.float32)  # a level a tree does not have is never passed
        leaves = np.zeros((len(told), 2**depth))
        for number, tree in enumerate(told):
            for level, split in enumerate(tree["splits"] or ()):
                columns[level, number] = split["float_feature_index"]
                borders[level, number] = split["border"]
            leaves[number, : len(tree["leaf_values"])] = tree["leaf_values"]
        scale, bias = exported["scale_and_bias"]
        return cls(columns, borders, leaves, float(scale), float(bias[0]))
