from __future__ import annotations

import numpy as np
import pytest

from recsys.ordering import Exploration

EXPLORED = np.array([False, False, False, True, True])
NOTHING = np.zeros(5)


def drawn(
    explored: np.ndarray, scores: np.ndarray, every: int = 2, seed: int = 0, uncertainty: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    unsure = np.zeros(len(scores)) if uncertainty is None else uncertainty
    return Exploration()(np.arange(len(scores)), explored, scores, unsure, every, rng)


@pytest.mark.parametrize(("every", "places"), [(2, [1, 3]), (3, [2, 4]), (4, [3, 4]), (9, [3, 4])])
def test_chance_gets_one_place_in_so_many(every: int, places: list[int]) -> None:
    order, _ = drawn(EXPLORED, NOTHING, every)
    assert np.flatnonzero(EXPLORED[order]).tolist() == places
    assert order[~EXPLORED[order]].tolist() == [0, 1, 2]


def test_without_places_of_their_own_the_explored_compete() -> None:
    order, chances = drawn(EXPLORED, NOTHING, every=0)
    assert order.tolist() == [0, 1, 2, 3, 4]
    assert chances.tolist() == [1.0] * 5


def test_the_chance_that_is_logged_is_the_chance_there_was() -> None:
    explored = np.array([False, True, True, True, True])
    scores = np.array([9.0, 2.0, 1.0, 0.0, -1.0])
    runs = [drawn(explored, scores, seed=seed) for seed in range(4_000)]
    first = [int(order[1]) for order, _ in runs]
    told = {card: next(chances[card] for order, chances in runs if order[1] == card) for card in (1, 2, 3, 4)}
    assert sum(told.values()) == pytest.approx(1)
    for card, chance in told.items():
        assert first.count(card) / len(first) == pytest.approx(chance, abs=0.03)


def test_what_scores_well_and_what_is_least_known_are_drawn_more_often() -> None:
    explored = np.ones(4, np.bool_)
    scores, unsure = np.array([1.0, 0.0, 0.0, -1.0]), np.array([0.5, 1.0, 0.2, 0.2])
    first = [int(drawn(explored, scores, 1, seed, unsure)[0][0]) for seed in range(1_000)]
    assert first.count(0) > first.count(2) > first.count(3)
    assert first.count(1) > first.count(2)


def test_an_unknown_uncertainty_and_equal_scores_are_ordinary() -> None:
    order, chances = drawn(EXPLORED, NOTHING, uncertainty=np.full(5, np.nan))
    assert sorted(order.tolist()) == [0, 1, 2, 3, 4]
    assert chances[order[1]] == pytest.approx(0.5)
