from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.attributes import PSEUDO_EVENTS, learn_labels, learn_match, log_age, log_length, measure_scale
from recsys.steps import finish

EVERYBODY = np.linspace(0.0, 10.0, 500)
NOBODY = np.zeros(0, dtype=np.int64)


def matched(places: list[float], weights: list[float] | None = None, personas: list[int] | None = None, count: int = 0):  # type: ignore[no-untyped-def]
    of_events = np.array(weights if weights is not None else [1.0] * len(places))
    owners = np.array(personas if personas is not None else [-1] * len(places), dtype=np.int64)
    return finish(learn_match(measure_scale(EVERYBODY, 0.3), np.array(places, dtype=float), of_events, owners, count))


def test_somebody_new_prefers_no_length_and_no_age() -> None:
    assert matched([])(EVERYBODY).tolist() == [0.0] * len(EVERYBODY)


def test_what_is_watched_more_than_there_is_of_it_is_above_zero_and_all_else_below() -> None:
    told = matched([2.0] * 20)(np.array([2.0, 8.0, np.nan]))
    assert told[0] > 1
    assert told[1] < -1
    assert told[2] == 0


def test_who_watches_as_the_catalogue_is_prefers_nothing() -> None:
    told = matched(list(np.linspace(0.2, 9.8, 200)))(np.linspace(1, 9, 50))
    assert np.abs(told).max() < 0.25


def test_few_events_say_less_than_many() -> None:
    few, many = (matched([2.0] * n)(np.array([2.0]))[0] for n in (1, 50))
    assert 0 < few < many


@given(st.lists(st.tuples(st.floats(0, 10), st.floats(0.1, 3)), min_size=1, max_size=12), st.floats(0, 10))
def test_the_fall_without_an_event_is_what_learning_without_it_gives(
    events: list[tuple[float, float]], value: float
) -> None:
    places, weights = [place for place, _ in events], [weight for _, weight in events]
    whole = matched(places, weights)
    drop = whole.compared(np.array([value]), np.array([places[0]]), np.array([weights[0]]), np.array([-1])).event_drop
    without = matched(places[1:], weights[1:])
    assert drop[0] == pytest.approx(whole(np.array([value]))[0] - without(np.array([value]))[0], abs=1e-6)


def test_the_fall_without_a_persona_is_what_learning_without_it_gives() -> None:
    whole = matched([2.0, 2.1, 7.0], personas=[0, 0, 1], count=2)
    values = np.array([2.0, 7.0, 7.0])
    drop = whole.compared(values, np.full(3, np.nan), np.zeros(3), np.array([0, 1, -1])).persona_drop
    assert drop[0] == pytest.approx(whole(values)[0] - matched([7.0])(values)[0], abs=1e-9)
    assert drop[1] == pytest.approx(whole(values)[1] - matched([2.0, 2.1])(values)[1], abs=1e-9)
    assert drop[2] == 0


def test_a_label_watched_more_than_usual_is_preferred_and_an_unknown_one_neither() -> None:
    codes = np.array([0] * 50 + [1] * 50 + [-1] * 10)
    match = learn_labels(codes, np.arange(8), np.ones(8), np.zeros(8, np.int64), 1)
    told = match(np.array([0, 1, -1]))
    assert told[0] == pytest.approx(np.log((8 + PSEUDO_EVENTS / 2) / ((8 + PSEUDO_EVENTS) / 2)))
    assert told[1] < 0
    assert told[2] == 0
    compared = match.compared(np.array([0, -1]), np.array([0, 0]), np.array([1.0, 1.0]), np.array([0, 0]))
    assert compared.ratio.tolist() == [told[0], 0]
    assert compared.event_drop[0] > 0
    assert compared.persona_drop.tolist() == [pytest.approx(told[0]), 0]


def test_a_catalogue_that_tells_nothing_prefers_nothing() -> None:
    scale = measure_scale(np.full(5, np.nan), 0.3)
    match = finish(learn_match(scale, np.full(3, np.nan), np.ones(3), np.full(3, -1), 0))
    assert match(np.array([np.nan, 1.0])).tolist() == [0.0, 0.0]
    nothing = learn_labels(np.full(4, -1), np.arange(2), np.ones(2), np.zeros(2, np.int64), 0)
    assert nothing(np.array([-1, -1])).tolist() == [0.0, 0.0]


def test_lengths_and_ages_are_logarithms_with_a_floor() -> None:
    assert log_length(np.array([1.0, 600.0]))[0] == pytest.approx(np.log(10))
    assert log_age(np.array([-5.0, 7 * 86_400.0])).tolist() == pytest.approx([0.0, np.log(2)])
