"""Two numbers told together: what each says alone may say nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.arrays import FloatArray
from recsys.pairs import PairMatch, learn_pairs, measure_plane

WIDTHS = (0.3, 0.3)
CORNERS = np.array([[x, y] for x in (2.0, 8.0) for y in (2.0, 8.0)])
EVERYBODY = CORNERS.repeat(100, axis=0) + np.random.default_rng(0).normal(scale=0.5, size=(400, 2))


def matched(
    places: FloatArray, weights: FloatArray | None = None, owners: list[int] | None = None, count: int = 0
) -> PairMatch:
    given_weights = np.ones(len(places)) if weights is None else weights
    personas = np.array(owners if owners is not None else [-1] * len(places), dtype=np.int64)
    return learn_pairs(measure_plane(EVERYBODY, WIDTHS), places, given_weights, personas, count)


def told(match: PairMatch, values: FloatArray) -> FloatArray:
    nothing, nobody = np.full((len(values), 2), np.nan), np.full(len(values), -1)
    return match.compared(values, nothing, np.zeros(len(values)), nobody).ratio


def test_old_and_known_with_new_and_unknown_is_told_apart_from_the_other_two_corners() -> None:
    match = matched(CORNERS[[0, 3]].repeat(10, axis=0))
    of_corners = told(match, CORNERS)
    assert of_corners[[0, 3]].min() > 0.4
    assert of_corners[[1, 2]].max() < -1


def test_what_is_half_unknown_and_somebody_new_prefer_nothing() -> None:
    unknown = np.array([[np.nan, 2.0], [2.0, np.nan], [np.nan, np.nan]])
    assert told(matched(CORNERS[[0]].repeat(5, axis=0)), unknown).tolist() == [0, 0, 0]
    assert told(matched(np.zeros((0, 2))), CORNERS).tolist() == [0, 0, 0, 0]
    assert told(matched(unknown), CORNERS).tolist() == [0, 0, 0, 0]


def test_a_catalogue_that_tells_nothing_or_one_thing_is_ordinary() -> None:
    for everybody in (np.full((4, 2), np.nan), np.ones((1, 2))):
        plane = measure_plane(everybody, WIDTHS)
        match = learn_pairs(plane, np.ones((3, 2)), np.ones(3), np.full(3, -1), 0)
        assert np.isfinite(told(match, np.array([[1.0, 1.0], [9.0, -9.0]]))).all()


def test_as_many_as_the_catalogue_has_prefer_nothing() -> None:
    assert np.abs(told(matched(EVERYBODY), CORNERS)).max() < 0.25


events = st.lists(st.tuples(st.floats(0, 10), st.floats(0, 10), st.floats(0.1, 3)), min_size=1, max_size=8)


@given(events, st.floats(0, 10), st.floats(0, 10))
def test_the_fall_without_an_event_or_a_persona_is_what_learning_without_it_gives(
    done: list[tuple[float, float, float]], first: float, second: float
) -> None:
    places, weights = np.array([each[:2] for each in done]), np.array([each[2] for each in done])
    value, owners = np.array([[first, second]]), [0] + [1] * (len(done) - 1)
    whole = matched(places, weights, owners, 2)
    compared = whole.compared(value, places[:1], weights[:1], np.array([0]))
    fallen = told(whole, value)[0] - told(matched(places[1:], weights[1:]), value)[0]
    assert compared.event_drop[0] == pytest.approx(fallen, abs=1e-6)
    assert compared.persona_drop[0] == pytest.approx(fallen, abs=1e-6)
