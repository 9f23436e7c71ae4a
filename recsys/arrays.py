"""The array types of this package, and the few operations every stage shares."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

FloatArray: TypeAlias = npt.NDArray[np.floating[Any]]
"""Real numbers; vectors of videos are float32, scores and times float64. NaN means unknown."""

IntArray: TypeAlias = npt.NDArray[np.int64]
"""Whole numbers: counts, and rows of the catalogue, where -1 means unknown."""

BoolArray: TypeAlias = npt.NDArray[np.bool_]

DAY_SECONDS = 86_400.0


def blocks(count: int, size: int = 2_048) -> Iterator[slice]:
    """Yield slices over `count` rows, so few at once that what is computed between stays in the processor's cache."""
    for start in range(0, count, size):
        yield slice(start, min(start + size, count))


def unit_rows(matrix: FloatArray) -> FloatArray:
    """Return the rows of an (n, d) matrix at length 1; a row of zeros, or with a NaN, becomes zero."""
    squares = np.vecdot(matrix, matrix)
    if not np.isfinite(squares).all():
        matrix = np.where(np.isfinite(squares)[:, None], matrix, 0).astype(matrix.dtype)
        squares = np.vecdot(matrix, matrix)
    return matrix / np.sqrt(np.where(squares > 0, squares, 1))[:, None]


def half_lives(ages_seconds: FloatArray, half_life_days: float) -> FloatArray:
    """Return 2^(-age / half-life) in (0, 1]; an age below zero (a clock that was wrong) counts as zero."""
    return np.exp2(-np.maximum(ages_seconds, 0.0) / (half_life_days * DAY_SECONDS))


def at(column: npt.NDArray[Any], rows: IntArray) -> npt.NDArray[Any]:
    """Return column[rows]; rows beyond the column's end read as zero, so a column may lag behind a growing catalogue."""
    values = np.zeros(len(rows), dtype=column.dtype)
    inside = (rows >= 0) & (rows < len(column))
    values[inside] = column[rows[inside]]
    return values


def picked(table: npt.NDArray[Any], columns: IntArray) -> npt.NDArray[Any]:
    """Return (n,) table[i, columns[i]] of an (n, c) table, 0 for column -1."""
    if table.shape[1] == 0:
        return np.zeros(len(table))
    return np.where(columns >= 0, table[np.arange(len(table)), columns], 0.0)
