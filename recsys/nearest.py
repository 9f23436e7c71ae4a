"""The best of many, exactly and in an order that does not depend on luck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recsys.arrays import BoolArray, FloatArray, IntArray
from recsys.quantised import Products, QuantisedRows
from recsys.steps import Steps, finish

_MOST_BOUNDS = 3_000_000
"""Bounds held at a time; of more queries than that, a scan takes several rounds."""


@dataclass(frozen=True, slots=True)
class Best:
    """Rows of the catalogue, the best first."""

    rows: IntArray
    """(r,) different; ties to the lower row."""
    scores: FloatArray
    """(r,) what they were chosen by, falling."""

    def first(self, count: int) -> Best:
        """Return the best `count` of them."""
        return Best(self.rows[:count], self.scores[:count])


class Index:
    """Finds the exact best of the catalogue's vectors by one scan of their bytes; grows with the catalogue.

    products: how bytes are multiplied; without, all rows are multiplied as they are, with the same answer.
    few_rows: of so few rows that too.
    """

    def __init__(self, dimensions: int, products: Products | None, *, few_rows: int = 4_096) -> None:
        self._few_rows = few_rows
        self._quantised = None if products is None else QuantisedRows(dimensions, products)

    def update(self, vectors: FloatArray, rows: IntArray) -> None:
        """Take over the (r,) different rows of an (n, d) matrix of vectors of length 1 or 0: new ones, or changed."""
        if self._quantised is not None:
            self._quantised.update(vectors, rows)

    def best(self, vectors: FloatArray, questions: Sequence[FloatArray], count: int, among: BoolArray) -> list[Best]:
        """Return for each question the best `count` of the (n,) rows it may be.

        vectors: (n, d) float32; every row has been taken over as it is, or is zero. A question is a (g, d) matrix, g ≥ 1:
        a row's score is its greatest product with one of the g vectors, summed in float32.
        """
        return finish(self.seeking(vectors, questions, count, among))

    def seeking(
        self, vectors: FloatArray, questions: Sequence[FloatArray], count: int, among: BoolArray
    ) -> Steps[list[Best]]:
        """Seek the best in steps; as `best`. A row that changes between two of them is found as it was, as it is, or not."""
        allowed = np.flatnonzero(among)
        at_once = max(_MOST_BOUNDS // max(len(vectors), 1), 1)
        found: list[Best] = []
        for start in range(0, len(questions), at_once):
            asked = [np.ascontiguousarray(each, np.float32) for each in questions[start : start + at_once]]
            if self._quantised is not None and len(allowed) > self._few_rows and 0 < count < len(allowed):
                possible = yield from self._possible(self._quantised, asked, count, among)
            else:
                possible = [allowed] * len(asked)
            for each, rows in zip(asked, possible, strict=True):
                found.append(_looked_at(vectors, each, rows, count))
                yield
        return found

    def _possible(
        self, quantised: QuantisedRows, questions: Sequence[FloatArray], count: int, among: BoolArray
    ) -> Steps[list[IntArray]]:
        """Return for each question rows among which its best are, ascending."""
        n = len(among)
        lower, upper = np.zeros((2, len(questions), n), np.float32)
        for block, products, errors in quantised.products(questions):
            here = slice(block.start, min(block.stop, n))
            known = slice(max(here.stop - here.start, 0))
            np.subtract(products[:, known], errors[:, known], out=lower[:, here])
            np.add(products[:, known], errors[:, known], out=upper[:, here])
            yield
        barred = np.where(among, np.float32(0), np.float32(np.inf))
        possible = list[IntArray]()
        for highest, lowest in zip(upper, lower, strict=True):
            possible.append(_reaching(highest - barred, lowest - barred, count))
            yield
        return possible


def _reaching(upper: FloatArray, lower: FloatArray, count: int) -> IntArray:
    """Return the rows whose upper bound reaches the count-th lower bound: no other can be among the best."""
    least = np.partition(lower, len(lower) - count)[len(lower) - count]
    return np.flatnonzero(upper >= least)


def _looked_at(vectors: FloatArray, question: FloatArray, rows: IntArray, count: int) -> Best:
    most = 2 * len(rows) > len(vectors)  # then copying the rows costs more than multiplying the others
    scores = exact_scores(vectors, question)[rows] if most else exact_scores(vectors[rows], question)
    chosen = best(scores, count)
    return Best(rows[chosen], scores[chosen])


def exact_scores(vectors: FloatArray, question: FloatArray) -> FloatArray:
    """Return (n,) the greatest product of each of (n, d) rows with one of (g, d) vectors.

    Each row is summed by itself: equal rows score alike wherever they stand, which a matrix product does not promise.
    """
    scores: FloatArray = np.vecdot(vectors, question[0])
    for vector in question[1:]:
        np.maximum(scores, np.vecdot(vectors, vector), out=scores)
    return scores


def best(scores: FloatArray, count: int) -> IntArray:
    """Return the indices of the `count` highest of (n,) scores, highest first; ties to the lower index, NaN never."""
    known = np.flatnonzero(~np.isnan(scores))
    if len(known) > count > 0:
        least = np.partition(scores[known], len(known) - count)[len(known) - count]
        known = known[scores[known] >= least]  # all of the last ones that tie
    return known[np.argsort(-scores[known], kind="stable")][:count]
