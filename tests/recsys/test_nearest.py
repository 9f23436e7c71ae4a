from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.arrays import BoolArray, FloatArray, at, half_lives, unit_rows
from recsys.catalog import Catalog, Video
from recsys.nearest import Best, Index, best, exact_scores
from recsys.quantised import BLOCK, Products, byte_products

scores = st.lists(st.sampled_from([0.0, 1.0, 2.0, float("nan")]) | st.floats(-5, 5), max_size=60).map(np.array)


@given(scores, st.integers(0, 70))
def test_the_best_are_those_a_full_sort_finds(given_scores: np.ndarray, count: int) -> None:
    expected = sorted(
        (index for index, score in enumerate(given_scores) if not np.isnan(score)),
        key=lambda index: (-given_scores[index], index),
    )
    assert best(given_scores.astype(float), count).tolist() == expected[:count]


def test_a_column_that_lags_behind_the_catalogue_reads_as_zero() -> None:
    assert at(np.array([5, 7]), np.array([1, 9, -1, 0])).tolist() == [7, 0, 0, 5]


def test_a_clock_that_was_wrong_makes_nothing_heavier_than_now() -> None:
    assert half_lives(np.array([-1e9, 0.0, 86_400.0]), 1.0).tolist() == [1.0, 1.0, 0.5]


def test_a_broken_vector_becomes_none() -> None:
    rows = unit_rows(np.array([[3.0, 4.0], [0.0, 0.0], [np.nan, np.inf]]))
    assert rows.tolist() == [pytest.approx([0.6, 0.8]), [0.0, 0.0], [0.0, 0.0]]


def brute_force(vectors: FloatArray, question: FloatArray, count: int, among: BoolArray) -> Best:
    scores = np.array([[np.vecdot(row, vector) for vector in question] for row in vectors], np.float32).max(axis=1)
    order = sorted(np.flatnonzero(among).tolist(), key=lambda row: (-scores[row], row))[:count]
    return Best(np.array(order, np.int64), scores[order])


@st.composite
def matrices(draw: st.DrawFn) -> tuple[FloatArray, list[FloatArray], BoolArray]:
    """Return rows of length 1 or 0, many of them equal or nearly so, questions, and which rows may be found."""
    rng, d = np.random.default_rng(draw(st.integers(0, 2**32))), draw(st.sampled_from([1, 3, 16, 256]))
    n = draw(st.integers(1, 90))
    originals = rng.normal(size=(draw(st.integers(1, 30)), d)) * draw(st.sampled_from([1.0, 1e-3]))
    originals[:, 0] += draw(st.sampled_from([0.0, 1.0, 100.0]))
    noise = rng.normal(size=(n, d)) * draw(st.sampled_from([0.0, 1e-6, 0.1]))
    vectors = unit_rows((originals[rng.integers(0, len(originals), n)] + noise).astype(np.float32))
    vectors[rng.random(n) < draw(st.sampled_from([0.0, 0.3, 1.0]))] = 0
    questions = [
        rng.normal(size=(size, d)).astype(np.float32) * np.float32(draw(st.sampled_from([0.0, 1e-3, 1.0, 50.0])))
        for size in draw(st.lists(st.integers(1, 6), min_size=1, max_size=4))
    ]
    questions.append(vectors[:1])
    return vectors, questions, rng.random(n) < draw(st.sampled_from([1.0, 0.5]))


def same(one: Best, other: Best) -> bool:
    return np.array_equal(one.rows, other.rows) and np.array_equal(one.scores, other.scores)


def numpy_products(queries: npt.NDArray[np.uint8], columns: npt.NDArray[np.int8]) -> npt.NDArray[np.int32]:
    return queries.astype(np.int32) @ columns.astype(np.int32)


@pytest.mark.parametrize("products", [byte_products(), numpy_products, None], ids=["onnxruntime", "numpy", "floats"])
@given(made=matrices(), count=st.integers(0, 100))
def test_the_scan_finds_what_a_float32_scan_finds(
    products: Products | None, made: tuple[FloatArray, list[FloatArray], BoolArray], count: int
) -> None:
    vectors, questions, among = made
    index = Index(vectors.shape[1], products, few_rows=0)
    index.update(vectors, np.arange(len(vectors)))
    for question, found in zip(questions, index.best(vectors, questions, count, among), strict=True):
        assert same(found, brute_force(vectors, question, count, among))


def test_the_scan_is_exact_over_several_blocks() -> None:
    rng = np.random.default_rng(0)
    vectors = unit_rows(rng.normal(size=(2 * BLOCK + 77, 8)).astype(np.float32))
    index = Index(8, byte_products())
    index.update(vectors, np.arange(len(vectors)))
    questions, everywhere = [vectors[:1], vectors[5:9]], np.ones(len(vectors), np.bool_)
    for question, found in zip(questions, index.best(vectors, questions, 500, everywhere), strict=True):
        scores = exact_scores(vectors, question)
        assert same(found, Best(best(scores, 500), scores[best(scores, 500)]))


def test_an_index_follows_rows_that_come_and_change() -> None:
    rng = np.random.default_rng(0)
    vectors = unit_rows(rng.normal(size=(9_000, 8)).astype(np.float32))
    vectors[8_000:] = 0
    index = Index(8, byte_products())
    index.update(vectors, np.arange(5_000))
    index.update(vectors, np.arange(5_000, 8_000))
    vectors[17] = vectors[8_500] = np.eye(8, dtype=np.float32)[3]
    index.update(vectors, np.array([8_500, 17]))
    (found,) = index.best(vectors, [vectors[17][None]], 2, np.ones(len(vectors), np.bool_))
    assert (found.rows.tolist(), found.scores.tolist()) == ([17, 8_500], [1.0, 1.0])


def test_a_catalogue_answers_with_videos_that_have_a_vector() -> None:
    catalog = Catalog(8)
    rows = catalog.put(Video(f"v{n}") for n in range(6_000))
    vectors = unit_rows(np.random.default_rng(0).normal(size=(6_000, 8)).astype(np.float32))
    catalog.set_vectors(rows[::2], vectors[::2])
    assert catalog.nearest([vectors[:1]], 1)[0].rows.tolist() == [0]
    assert (catalog.nearest([-vectors[:1]], 6_000)[0].rows % 2 == 0).all()
    catalog.set_vectors(rows[1:2], vectors[:1])
    assert catalog.nearest([vectors[:1]], 2)[0].rows.tolist() == [0, 1]
    assert catalog.nearest([vectors[:1]], 2, np.array([False, True]))[0].rows.tolist() == [1]


def test_onnxruntime_counts_exactly_here() -> None:
    assert byte_products() is not None
