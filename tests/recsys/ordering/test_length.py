from __future__ import annotations

import numpy as np

from recsys.ordering import prefer_length
from recsys.slate import Length

MINUTE = 60.0
SHORT, LONG = Length(max_seconds=4 * MINUTE), Length(min_seconds=20 * MINUTE)
DURATIONS = np.array([3.0, 8.0, 16.0, 600.0]) * MINUTE
SCORES = np.array([0.0, 1.0, 2.0, 3.0])


def test_a_video_of_the_wished_length_keeps_its_score() -> None:
    assert prefer_length(SCORES, DURATIONS, SHORT)[0] == SCORES[0]
    assert prefer_length(SCORES, DURATIONS, LONG)[3] == SCORES[3]


def test_each_doubling_costs_a_deviation_and_no_more_than_two_of_them() -> None:
    lost = (SCORES - prefer_length(SCORES, DURATIONS, SHORT)) / SCORES.std()
    assert np.allclose(lost, [0, 1, 2, 2])


def test_an_unknown_length_is_neither_for_nor_against() -> None:
    durations = np.array([3 * MINUTE, np.nan, 8 * MINUTE])
    assert np.argsort(-prefer_length(np.zeros(3), durations, SHORT)).tolist() == [0, 1, 2]


def test_without_a_wish_or_any_known_length_nothing_changes() -> None:
    assert prefer_length(SCORES, DURATIONS, None) is SCORES
    assert prefer_length(SCORES, np.full(4, np.nan), SHORT) is SCORES
