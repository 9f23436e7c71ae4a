from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from recsys import features
from recsys.arrays import DAY_SECONDS, unit_rows
from recsys.history import EventKind, History
from recsys.personas import ACTIVITY_FLOOR, Personas, decay, distinct, match_labels, moved, positives
from recsys.sources.neighbours import OfPersonas
from recsys.taste import learn
from tests.recsys.planted import (
    DIMENSIONS,
    HOME,
    NO_LIMITS,
    NOW,
    checkerboard,
    direction,
    events,
    personas_of,
    video_id,
)


def test_two_interests_become_two_personas_named_by_their_words() -> None:
    catalog = checkerboard()
    personas = personas_of(
        catalog, History.from_events(events("rust", range(20)) + events("bread", range(20)), catalog)
    )
    assert len(personas) == 2
    assert sorted(label.split(" · ")[0] for label in personas.labels) == ["bread", "rust"]
    assert personas.counts.tolist() == [20, 20]


def test_samples_of_a_persona_are_about_it() -> None:
    catalog = checkerboard()
    personas = personas_of(
        catalog, History.from_events(events("rust", range(20)) + events("bread", range(20)), catalog)
    )
    for label, samples in zip(personas.labels, personas.samples, strict=True):
        assert all(sample.startswith(label.split(" · ")[0]) for sample in samples)


def test_a_given_number_of_personas_is_kept() -> None:
    catalog = checkerboard()
    history = History.from_events(events("rust", range(20)) + events("bread", range(20)), catalog)
    assert len(personas_of(catalog, history, k=4)) == 4


def test_three_interests_are_found_without_being_told_how_many() -> None:
    catalog = checkerboard()
    done = events("rust", range(30)) + events("bread", range(30)) + events("chess", range(30))
    assert len(personas_of(catalog, History.from_events(done, catalog))) == 3


def test_the_same_chance_gives_the_same_personas() -> None:
    catalog = checkerboard()
    history = History.from_events(events("rust", range(20)) + events("bread", range(20)), catalog)
    one, other = personas_of(catalog, history), personas_of(catalog, history)
    assert one.labels == other.labels
    assert np.array_equal(one.centroids, other.centroids)


def test_a_refused_video_is_no_positive_however_often_it_was_watched() -> None:
    catalog = checkerboard()
    done = events("rust", [1, 1, 2]) + events("rust", [1], EventKind.THUMBS_DOWN, age_days=0)
    rows, weights = positives(catalog, History.from_events(done, catalog))
    assert catalog.video_ids(rows) == [video_id("rust", 2)]
    assert weights.tolist() == [1.0]


def two(labels: tuple[str, str], *interests: str) -> Personas:
    empty = Personas.none(DIMENSIONS)
    return replace(
        empty,
        centroids=np.array([direction(interest) for interest in interests]),
        activity=np.full(2, ACTIVITY_FLOOR),
        labels=labels,
        counts=np.ones(2, np.int64),
        last_activity=np.full(2, np.nan),
        samples=((), ()),
        weights=np.ones(2),
        muted=np.zeros(2, np.bool_),
    )


def test_a_persona_keeps_its_name_and_dial_when_clusters_change_places() -> None:
    old = replace(
        two(("My Rust", "My Bread"), "rust", "bread"), weights=np.array([2.0, 1.0]), muted=np.array([False, True])
    )
    new = match_labels(old, two(("x", "y"), "bread", "rust"))
    assert new.labels == ("My Bread", "My Rust")
    assert new.weights.tolist() == [1.0, 2.0]
    assert new.muted.tolist() == [True, False]


def test_a_muted_interest_that_falls_into_two_stays_muted_in_both() -> None:
    old = replace(
        two(("My Rust", "My Bread"), "rust", "bread"), weights=np.array([0.5, 1.0]), muted=np.array([True, False])
    )
    parts = two(("compilers", "traits"), "rust", "rust")
    aside = 0.6 * direction("chess")
    parts = replace(parts, centroids=unit_rows(parts.centroids + np.array([0.2 * aside, aside], np.float32)))
    new = match_labels(old, parts)
    assert new.labels == ("My Rust", "traits")
    assert (new.muted.tolist(), new.weights.tolist()) == ([True, True], [0.5, 0.5])


def test_a_new_interest_does_not_inherit_a_name() -> None:
    new = match_labels(two(("My Rust", "My Bread"), "rust", "bread"), two(("rust", "chess"), "rust", "chess"))
    assert new.labels == ("My Rust", "chess")


def test_two_personas_never_share_a_name() -> None:
    new = match_labels(two(("chess", "My Bread"), "rust", "bread"), two(("rust", "chess"), "rust", "chess"))
    assert new.labels == ("chess", "chess (2)")


def test_a_name_that_is_kept_is_not_numbered_for_the_sake_of_a_new_interest() -> None:
    """Whichever cluster comes first: a name of the person's own stays."""
    new = match_labels(two(("chess", "My Bread"), "rust", "bread"), two(("chess", "rust"), "chess", "rust"))
    assert new.labels == ("chess (2)", "chess")


def test_no_number_is_given_twice() -> None:
    assert distinct(["chess", "chess", "chess (2)"], kept=[1, 2]) == ("chess (3)", "chess", "chess (2)")
    assert distinct(["chess", "chess", "chess"]) == ("chess", "chess (2)", "chess (3)")


def felt(age_days: float, now: float = NOW) -> Personas:
    catalog = checkerboard()
    history = History.from_events(events("rust", range(4), age_days=age_days), catalog)
    return decay(two(("rust", "bread"), "rust", "bread"), history, catalog, now)


def test_activity_halves_in_two_weeks_and_never_falls_below_the_floor() -> None:
    fresh, later = felt(0), felt(0, NOW + 14 * DAY_SECONDS)
    assert later.activity[0] == pytest.approx(fresh.activity[0] / 2)
    assert felt(0, NOW + 500 * DAY_SECONDS).activity.tolist() == [ACTIVITY_FLOOR, ACTIVITY_FLOOR]


def test_only_the_persona_near_what_was_watched_is_raised() -> None:
    personas = felt(0)
    assert personas.activity[0] > 0.7
    assert personas.activity[1] == ACTIVITY_FLOOR
    assert personas.last_activity[0] == NOW
    assert np.isnan(personas.last_activity[1])


def test_decay_is_a_function_of_the_history_not_of_how_often_it_runs() -> None:
    catalog = checkerboard()
    history = History.from_events(events("rust", range(4)), catalog)
    once = decay(two(("rust", "bread"), "rust", "bread"), history, catalog, NOW)
    assert np.array_equal(decay(once, history, catalog, NOW).activity, once.activity)


def test_nobody_has_no_nearest_persona() -> None:
    assert Personas.none(DIMENSIONS).nearest(np.array([direction("rust")])).tolist() == [-1]
    assert two(("a", "b"), "rust", "bread").nearest(np.zeros((1, DIMENSIONS))).tolist() == [-1]


def test_a_persona_that_stands_nowhere_is_near_to_nothing_not_even_to_what_is_unlike_all_others() -> None:
    personas = two(("a", "b"), "rust", "bread")
    personas.centroids[0] = 0.0
    unlike = -direction("bread")
    assert personas.nearest(np.array([direction("rust"), unlike, np.zeros(DIMENSIONS)])).tolist() == [1, 1, -1]
    personas.centroids[1] = 0.0
    assert personas.nearest(np.array([direction("rust"), unlike])).tolist() == [-1, -1]


def test_a_persona_that_stands_nowhere_changes_no_score_and_no_candidates() -> None:
    catalog, history = checkerboard(), History.from_events(events("rust", range(20)), checkerboard())
    alone = replace(two(("a", "b"), "rust", "bread"), muted=np.array([False, True]))
    beside = replace(alone, centroids=np.array([direction("rust"), np.zeros(DIMENSIONS)]), muted=np.zeros(2, np.bool_))
    rows = np.arange(len(catalog))
    tastes = [learn(catalog, history, personas=each, topics=(), now=NOW) for each in (alone, beside)]
    without, with_it = (features.build(catalog, each, rows, NO_LIMITS, HOME)["persona_match"] for each in tastes)
    assert np.array_equal(without, with_it)
    assert [len(OfPersonas()(taste)) for taste in tastes] == [1, 1]


def test_among_another_models_vectors_personas_stand_where_their_videos_stand() -> None:
    catalog = checkerboard()
    history = History.from_events(events("rust", range(20)) + events("bread", range(20)), catalog)
    personas = replace(personas_of(catalog, history), weights=np.array([1.5, 1.0]), muted=np.array([False, True]))
    mirror = np.ascontiguousarray(catalog.vectors[:, ::-1][:, 1:])  # other numbers, and one fewer

    there = moved(personas, catalog, positives(catalog, history)[0], mirror)

    assert (there.labels, there.samples) == (personas.labels, personas.samples)
    assert (there.weights.tolist(), there.muted.tolist()) == ([1.5, 1.0], [False, True])
    rows = np.concatenate([catalog.rows(samples) for samples in personas.samples])
    assert there.nearest(mirror[rows]).tolist() == personas.nearest(catalog.vectors[rows]).tolist()
    nowhere = moved(personas, catalog, positives(catalog, history)[0], np.zeros((0, 4), np.float32))
    assert not nowhere.centroids.any()
