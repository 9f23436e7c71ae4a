"""Fit one row per token so that the sum of a text's rows points where the teacher's vector points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from scipy import sparse

from recsys.arrays import FloatArray, IntArray, unit_rows

FREQUENCY: Final = 1e-3
"""A token's first weight is a / (a + share of all tokens): Arora, Liang and Ma 2017, SIF."""
LENGTH_POWER: Final = 0.75
"""In the first round a text's sum is held against the teacher's at 1 / tokens^0.75; later at the length it has."""
ROUNDS: Final = 2
STEPS: Final = 20
"""Of conjugate gradients a round; the figures stand still after about 15."""


def count_matrix(tokens: Sequence[Sequence[int]], vocabulary_size: int, dead: Sequence[int]) -> sparse.csr_matrix:
    """Return the (texts, vocabulary) counts, float32; `dead` tokens count nowhere."""
    indices = np.concatenate([np.asarray(text, dtype=np.int32) for text in tokens])
    starts = np.concatenate([[0], np.cumsum([len(text) for text in tokens])])
    values = np.where(np.isin(indices, dead), 0, 1).astype(np.float32)
    counts = sparse.csr_matrix((values, indices, starts), shape=(len(tokens), vocabulary_size))
    counts.sum_duplicates()
    counts.eliminate_zeros()
    return counts


def principal_axes(vectors: FloatArray, dimensions: int) -> FloatArray:
    """Return the (d, dimensions) axes that keep most of the (n, d) vectors; not centred, for cosines are to be kept."""
    _, axes = np.linalg.eigh(vectors.T @ vectors)
    return np.asarray(axes[:, ::-1][:, :dimensions], dtype=np.float32)


def first_table(token_vectors: FloatArray, counts: sparse.csr_matrix) -> FloatArray:
    """Return the table before fitting: the tokens' own vectors, centred, the frequent ones made small."""
    seen = np.asarray(counts.sum(axis=0)).ravel() + 1
    weights = FREQUENCY / (FREQUENCY + seen / seen.sum())
    return np.asarray((token_vectors - token_vectors.mean(axis=0)) * weights[:, None], dtype=np.float32)


def fit_table(counts: sparse.csr_matrix, targets: FloatArray, table: FloatArray, ridge: float) -> FloatArray:
    """Return the (vocabulary, d) table E that minimises Σ |c E / s - t|² + ridge |E - table|².

    counts: (n, vocabulary) of rows c; targets: (n, d) unit vectors t. Only directions matter in the end, so the second
    round takes for s the length that the first one gave the sum c E: then least squares and cosine nearly agree. A token
    that no text holds keeps its first row.
    """
    lengths = np.asarray(counts.sum(axis=1)).ravel() ** LENGTH_POWER
    fitted = table
    for _ in range(ROUNDS):
        scaled = sparse.diags((1 / np.maximum(lengths, 1e-3)).astype(np.float32)) @ counts
        start = table * _best_scale(scaled @ table, targets)
        energy = float(scaled.multiply(scaled).sum() / scaled.shape[0])
        fitted = _conjugate_gradients(scaled.tocsr(), targets, start, np.float32(ridge * energy))
        lengths = np.linalg.norm(counts @ fitted, axis=1)
    return np.asarray(fitted)


def cosines(counts: sparse.csr_matrix, table: FloatArray, targets: FloatArray) -> FloatArray:
    """Return the (n,) cosines of the texts' sums with their targets."""
    return np.asarray(np.einsum("nd,nd->n", unit_rows(counts @ table), targets))


def zero_rows(table: FloatArray, dead: IntArray | Sequence[int]) -> FloatArray:
    """Return the table with the rows of `dead` tokens zero."""
    table = table.copy()
    table[np.asarray(dead)] = 0
    return table


def _best_scale(sums: FloatArray, targets: FloatArray) -> np.float32:
    return np.float32(np.vdot(sums, targets) / np.vdot(sums, sums))


def _conjugate_gradients(A: sparse.csr_matrix, B: FloatArray, start: FloatArray, ridge: np.float32) -> FloatArray:
    """Solve (AᵀA + ridge I) D = Aᵀ(B - A start) for all columns at once, and return start + D.

    Preconditioned by the diagonal: counts of tokens span five orders of magnitude.
    """
    AT = A.T.tocsr()
    inverse = (1 / (np.asarray(A.multiply(A).sum(axis=0)).ravel() + ridge)).astype(np.float32)[:, None]
    solution = np.zeros_like(start)
    residual = AT @ (B - A @ start)
    direction = inverse * residual
    energy = (residual * direction).sum(axis=0)
    for _ in range(STEPS):
        image = AT @ (A @ direction) + ridge * direction
        step = energy / np.maximum((direction * image).sum(axis=0), 1e-30)
        solution += step * direction
        residual -= step * image
        preconditioned = inverse * residual
        previous, energy = energy, (residual * preconditioned).sum(axis=0)
        direction = preconditioned + energy / np.maximum(previous, 1e-30) * direction
    return start + solution
