"""Vectors in eight bits: a quarter of the bytes to read, and by how much each product may be wrong.

onnxruntime, which the embedder needs anyway, multiplies bytes faster than any BLAS multiplies floats. Nothing is lost:
the bound tells which rows have to be looked at in full (`nearest`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from recsys.arrays import FloatArray, IntArray

Products: TypeAlias = Callable[[npt.NDArray[np.uint8], npt.NDArray[np.int8]], npt.NDArray[np.int32]]
"""(q, d) bytes times (d, b) bytes is (q, b), counted exactly."""

BLOCK = 16_384
"""Rows kept together: with 256 dimensions 4 MiB, which is also the step by which the memory grows."""

_ROW_LEVELS, _QUERY_LEVELS = 127, 63
"""A processor without VNNI adds pairs of products in 16 bits: 2 · 127 · 127 fits, a query of eight bits would not."""
_ZERO = _QUERY_LEVELS + 1
"""The byte that stands for 0 in a query."""
_FEW = 4
"""Up to so many queries are faster one by one: a single one has a kernel of its own."""
_LONGEST = 1.01
"""No quantised row of a unit vector is longer."""


@dataclass(frozen=True, slots=True)
class _Block:
    """b rows as columns, which is how one query is multiplied fastest."""

    bytes: npt.NDArray[np.int8]
    """(d, b) value / scale."""
    scales: FloatArray
    """(b,) float32"""
    residuals: FloatArray
    """(b,) float32, at least the length of what was lost by rounding."""
    offsets: npt.NDArray[np.int32]
    """(b,) what a query of zeros is multiplied to."""


class QuantisedRows:
    """Rows in blocks of bytes; growing copies nothing."""

    def __init__(self, dimensions: int, products: Products) -> None:
        self._dimensions = dimensions
        self._products = products
        self._blocks: list[_Block] = []

    def update(self, vectors: FloatArray, rows: IntArray) -> None:
        """Take over the (r,) different rows of an (n, d) matrix of vectors of length 1 or 0; r ≤ n, new ones or changed."""
        while len(self._blocks) * BLOCK <= rows.max(initial=-1):
            self._blocks.append(_empty_block(self._dimensions))
        for number in np.unique(rows // BLOCK).tolist():
            here = rows[rows // BLOCK == number]
            _write(self._blocks[number], here % BLOCK, vectors[here])

    def products(self, questions: Sequence[FloatArray]) -> Iterator[tuple[slice, FloatArray, FloatArray]]:
        """Yield for each block its rows, (q, b) products and (q, b) bounds of their error.

        A question is a (g, d) matrix; its product with a row is the greatest of g. Its vectors share a scale, so that
        the greatest is found among whole numbers. The bound |x·q - x'·q'| ≤ |x - x'| |q| + |x'| |q - q'| holds against
        products summed in float32 as well.
        """
        asked = [_quantised(each) for each in questions]
        starts = np.cumsum([0, *(len(each.bytes) for each in asked[:-1])])
        queries = np.concatenate([each.bytes for each in asked])
        scales, lengths, constants = (
            np.array([getattr(each, name) for each in asked], np.float32)[:, None]
            for name in ("scale", "length", "constant")
        )
        for number, block in enumerate(self._blocks):
            counted = _greatest(self._counted(queries, block.bytes), starts)
            products = np.subtract(counted, block.offsets).astype(np.float32)
            products *= block.scales
            products *= scales
            yield slice(number * BLOCK, (number + 1) * BLOCK), products, lengths * block.residuals + constants

    def _counted(self, queries: npt.NDArray[np.uint8], columns: npt.NDArray[np.int8]) -> npt.NDArray[np.int32]:
        if len(queries) > _FEW:
            return self._products(queries, columns)
        return np.concatenate([self._products(query[None], columns) for query in queries])


@dataclass(frozen=True, slots=True)
class _Question:
    """g vectors in bytes."""

    bytes: npt.NDArray[np.uint8]
    """(g, d) value / scale, plus the byte that stands for 0."""
    scale: float
    length: float
    """Of the longest vector."""
    constant: float
    """Bound of the error that does not depend on the row."""


def _quantised(question: FloatArray) -> _Question:
    scale = float(np.abs(question).max(initial=0.0)) / _QUERY_LEVELS
    rounded = np.rint(question / (scale or 1.0))
    length = float(np.linalg.norm(question, axis=1).max())
    lost = float(np.linalg.norm(question - rounded * scale, axis=1).max())
    constant = _LONGEST * lost + _float_error(question.shape[1]) * length
    return _Question((rounded + _ZERO).astype(np.uint8), scale, length, constant)


def _greatest(counted: npt.NDArray[np.int32], starts: IntArray) -> npt.NDArray[np.int32]:
    """Return the greatest of each group of rows of a matrix; groups begin at `starts`."""
    if len(starts) == len(counted):
        return counted
    return np.stack([group.max(axis=0) for group in np.split(counted, starts[1:])])  # five times as fast as reduceat


def _empty_block(dimensions: int) -> _Block:
    scales, residuals = np.zeros((2, BLOCK), np.float32)
    return _Block(np.zeros((dimensions, BLOCK), np.int8), scales, residuals, np.zeros(BLOCK, np.int32))


def _write(block: _Block, columns: IntArray, vectors: FloatArray) -> None:
    scales = np.abs(vectors).max(axis=1, initial=0.0).astype(np.float32) / np.float32(_ROW_LEVELS)
    rounded = np.rint(vectors / np.where(scales > 0, scales, 1)[:, None])
    block.bytes[:, columns] = rounded.T
    block.scales[columns] = scales
    block.residuals[columns] = 1.001 * np.linalg.norm(vectors - rounded * scales[:, None], axis=1)
    block.offsets[columns] = _ZERO * rounded.sum(axis=1)


def _float_error(dimensions: int) -> float:
    """Return by how much two sums of d products of float32 may differ, for vectors of length 1, with room to spare."""
    return 4 * dimensions * float(np.finfo(np.float32).eps)


@cache
def byte_products() -> Products | None:
    """Return onnxruntime's product of bytes; None where it is missing or does not count exactly."""
    try:
        from onnxruntime import InferenceSession, SessionOptions
    except ImportError:
        return None
    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = InferenceSession(_MODEL, options, providers=["CPUExecutionProvider"])

    def products(queries: npt.NDArray[np.uint8], columns: npt.NDArray[np.int8]) -> npt.NDArray[np.int32]:
        (counted,) = session.run(None, {"a": queries, "b": columns})
        return np.asarray(counted, dtype=np.int32)

    return products if _counts_exactly(products) else None


def _counts_exactly(products: Products) -> bool:
    """Return whether the greatest sums that occur come out right, for one query and for several."""
    columns = np.full((64, 33), _ROW_LEVELS, np.int8) * np.where(np.arange(33) % 2, 1, -1).astype(np.int8)
    queries = np.full((_FEW + 1, 64), _ZERO + _QUERY_LEVELS, np.uint8)
    expected = queries.astype(np.int32) @ columns.astype(np.int32)
    return all(np.array_equal(products(asked, columns), expected[: len(asked)]) for asked in (queries, queries[:1]))


def _varint(number: int) -> bytes:
    low, rest = number & 0x7F, number >> 7
    return bytes([low | 0x80]) + _varint(rest) if rest else bytes([low])


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _message(field: int, *content: bytes) -> bytes:
    joined = b"".join(content)
    return _varint(field << 3 | 2) + _varint(len(joined)) + joined


def _matrix(field: int, name: bytes, element_type: int) -> bytes:
    """Return a ValueInfoProto of a matrix whose sides are known at run time."""
    shape = _message(2, _message(1, _message(2, name + b"0")), _message(1, _message(2, name + b"1")))
    return _message(field, _message(1, name), _message(2, _message(1, _number(1, element_type), shape)))


_UINT8, _INT8, _INT32 = 2, 3, 6
_MODEL = b"".join(
    (
        _number(1, 8),
        _message(
            7,
            _message(1, _message(1, b"a"), _message(1, b"b"), _message(2, b"c"), _message(4, b"MatMulInteger")),
            _message(2, b"products"),
            _matrix(11, b"a", _UINT8),
            _matrix(11, b"b", _INT8),
            _matrix(12, b"c", _INT32),
        ),
        _message(8, _message(1), _number(2, 13)),
    )
)
"""An ONNX model (protobuf, by hand: a hundred bytes need no library) of one node, c = MatMulInteger(a, b)."""
