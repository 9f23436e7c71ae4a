from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.arrays import at, half_lives, unit_rows
from recsys.nearest import best

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
