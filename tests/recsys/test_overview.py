from __future__ import annotations

import numpy as np

from recsys.arrays import unit_rows
from recsys.overview import WEEK_SECONDS, by_week, plane

NOW = 100 * WEEK_SECONDS


def three_heaps() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(3)
    centres = np.eye(3, 16, dtype=np.float32)
    return unit_rows(np.repeat(centres, 40, axis=0) + rng.normal(0, 0.1, (120, 16)).astype(np.float32)), centres


def test_videos_of_one_interest_lie_together_on_the_map_and_interests_apart() -> None:
    vectors, centres = three_heaps()
    places = plane(vectors, centres).reshape(3, 40, 2)
    middles = places.mean(axis=1)
    widest = max(np.linalg.norm(places[each] - middles[each], axis=1).max() for each in range(3))
    nearest = min(np.linalg.norm(middles[a] - middles[b]) for a, b in ((0, 1), (0, 2), (1, 2)))
    assert nearest > 2 * widest
    assert np.abs(places).max() == 1


def test_the_same_videos_lie_in_the_same_places() -> None:
    vectors, centres = three_heaps()
    assert np.array_equal(plane(vectors, centres), plane(vectors, centres))


def test_without_personas_the_videos_themselves_are_laid_apart() -> None:
    vectors, _ = three_heaps()
    assert plane(vectors, vectors[:0]).std(axis=0).min() > 0.1


def test_nothing_and_one_video_have_a_map_too() -> None:
    vectors, _ = three_heaps()
    assert plane(vectors[:0], vectors[:0]).shape == (0, 2)
    assert np.array_equal(plane(vectors[:1], vectors[:0]), np.zeros((1, 2)))


def test_each_event_is_counted_in_its_week_for_its_persona() -> None:
    moments = np.array([NOW - 0.5 * WEEK_SECONDS, NOW - 1.5 * WEEK_SECONDS, NOW - 1.6 * WEEK_SECONDS, NOW + 5])
    weeks = by_week(moments, np.array([0, 1, 1, -1]), 2, now=NOW, most=10)
    assert weeks.counts.tolist() == [[0, 2], [1, 0]]
    assert weeks.began_at.tolist() == [NOW - 2 * WEEK_SECONDS, NOW - WEEK_SECONDS]


def test_weeks_that_are_too_old_and_no_weeks_at_all_are_left_out() -> None:
    old = np.array([NOW - 20 * WEEK_SECONDS])
    assert by_week(old, np.array([0]), 1, now=NOW, most=10).counts.shape == (0, 1)
    assert by_week(old[:0], np.zeros(0, np.int64), 0, now=NOW, most=10).counts.shape == (0, 0)
