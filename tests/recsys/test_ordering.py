from __future__ import annotations

from itertools import groupby

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.ordering import Diversity, by_score, explore, spread_channels
from tests.recsys.planted import direction

scores = st.lists(st.floats(-5, 5) | st.just(float("nan")), max_size=70).map(np.array)
channels = st.lists(st.integers(-1, 3), min_size=1, max_size=40).map(np.array)


@given(scores, st.integers(0, 99))
def test_every_card_comes_back_once_whatever_the_scores(given_scores: np.ndarray, seed: int) -> None:
    n, rng = len(given_scores), np.random.default_rng(seed)
    vectors = rng.normal(size=(n, 4)) * rng.integers(0, 2, size=(n, 1))
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    order = Diversity()(given_scores.astype(float), vectors, rng.integers(-1, 3, size=n))
    assert sorted(order.tolist()) == list(range(n))


def test_equal_cards_keep_the_order_of_the_page() -> None:
    assert by_score(np.zeros(5)).tolist() == [0, 1, 2, 3, 4]
    different = np.eye(5)
    assert Diversity()(np.zeros(5), different, np.arange(5)).tolist() == [0, 1, 2, 3, 4]


def test_a_score_that_is_no_number_stands_last() -> None:
    assert by_score(np.array([np.nan, 1.0, 2.0])).tolist() == [2, 1, 0]
    assert Diversity()(np.array([np.nan, 1.0, 2.0]), np.eye(3), np.arange(3)).tolist() == [2, 1, 0]


def test_a_twin_gives_way_to_something_else_nearly_as_good() -> None:
    vectors = np.array([direction("rust"), direction("rust"), direction("bread"), direction("chess")])
    order = Diversity()(np.array([1.0, 0.99, 0.98, -3.0]), vectors, np.array([-1, -1, -1, -1]))
    assert order[:2].tolist() == [0, 2]


def test_a_much_better_card_does_not_give_way() -> None:
    vectors = np.array([direction("rust"), direction("rust"), direction("bread"), direction("bread")])
    order = Diversity()(np.array([5.0, 4.9, -5.0, -5.1]), vectors, np.array([-1, -1, -1, -1]))
    assert set(order[:2].tolist()) == {0, 1}


def longest_run(order: list[int], of: np.ndarray) -> int:
    runs = [len(list(run)) for channel, run in groupby(of[order].tolist()) if channel >= 0]
    return max(runs, default=0)


@given(channels, st.integers(1, 3))
def test_one_channel_stands_alone_only_when_no_other_is_left(given_channels: np.ndarray, most: int) -> None:
    order = spread_channels(np.arange(len(given_channels)), given_channels, most).tolist()
    assert sorted(order) == list(range(len(given_channels)))
    tail = next(
        (start for start in range(len(order)) if len(set(given_channels[order[start:]].tolist())) == 1), len(order)
    )
    assert longest_run(order[: tail + most], given_channels) <= most or tail == 0


def test_a_waiting_card_comes_as_soon_as_it_may() -> None:
    order = spread_channels(np.arange(6), np.array([1, 1, 1, 1, 2, 3]), most=2)
    assert order.tolist() == [0, 1, 4, 2, 3, 5]


def test_cards_without_a_channel_are_all_different() -> None:
    assert spread_channels(np.arange(5), np.full(5, -1), most=1).tolist() == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(("every", "expected"), [(2, [0, 3, 1, 4, 2]), (3, [0, 1, 3, 2, 4]), (0, [0, 1, 2, 3, 4])])
def test_chance_gets_one_place_in_so_many(every: int, expected: list[int]) -> None:
    explored = np.array([False, False, False, True, True])
    assert explore(np.array([0, 1, 2, 3, 4]), explored, every).tolist() == expected
