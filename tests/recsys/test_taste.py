from __future__ import annotations

import weakref
from dataclasses import replace

import numpy as np
import pytest

from recsys import features
from recsys.affinity import affinity, channel_boost
from recsys.arrays import DAY_SECONDS, FloatArray
from recsys.catalog import Catalog
from recsys.events import KEPT_EVENTS, MOST_EVENTS
from recsys.history import EventKind, History
from recsys.personas import Personas
from recsys.steps import finish
from recsys.taste import Taste, Topic, learn, learning
from tests.recsys.planted import (
    DIMENSIONS,
    HOME,
    NO_LIMITS,
    NOW,
    checkerboard,
    direction,
    events,
    personas_of,
    rows_of,
    taste_of,
    video_id,
)


@pytest.fixture
def catalog() -> Catalog:
    return checkerboard()


def mean(catalog: Catalog, taste: Taste, column: str, interest: str) -> float:
    """Return the mean of a feature over the videos of an interest nobody has touched."""
    table = features.build(catalog, taste, rows_of(catalog, interest, range(30, 40)), NO_LIMITS, HOME)
    return float(np.nanmean(table[column]))


@pytest.mark.parametrize("column", ["dense", "dense_recent", "lexical", "ridge"])
def test_one_like_is_enough_to_prefer_its_kind(catalog: Catalog, column: str) -> None:
    taste = taste_of(catalog, events("rust", [0], EventKind.THUMBS_UP))
    assert mean(catalog, taste, column, "rust") > mean(catalog, taste, column, "bread")


@pytest.mark.parametrize("column", ["dense", "dense_recent", "lexical", "ridge", "channel_affinity"])
def test_somebody_new_prefers_nothing(catalog: Catalog, column: str) -> None:
    taste = taste_of(catalog, [])
    assert mean(catalog, taste, column, "rust") == mean(catalog, taste, column, "bread") == 0


@pytest.mark.parametrize("kind", [EventKind.THUMBS_DOWN, EventKind.NOT_INTERESTED])
def test_a_refused_video_takes_its_neighbours_down(catalog: Catalog, kind: EventKind) -> None:
    watched = events("rust", range(3)) + events("bread", range(3))
    before, after = taste_of(catalog, watched), taste_of(catalog, watched + events("rust", [9], kind))
    for column in ("dense_refused", "lexical_refused", "ridge"):
        assert mean(catalog, after, column, "rust") < mean(catalog, before, column, "rust")
    assert mean(catalog, after, "dense_refused", "bread") == pytest.approx(0, abs=0.1)


def test_a_thumbs_down_counts_although_the_video_was_watched(catalog: Catalog) -> None:
    taste = taste_of(catalog, events("rust", [0, 0, 0]) + events("rust", [0], EventKind.THUMBS_DOWN, age_days=0))
    assert len(taste.liked) == 0
    assert catalog.video_ids(taste.refused.rows) == [video_id("rust", 0)]


def test_last_week_outweighs_last_year(catalog: Catalog) -> None:
    taste = taste_of(catalog, events("rust", range(5), age_days=400) + events("bread", range(5), age_days=1))
    for column in ("dense", "dense_recent", "lexical"):
        assert mean(catalog, taste, column, "bread") > mean(catalog, taste, column, "rust")


def test_a_picked_topic_decides_while_there_is_no_history_and_fades_when_there_is(catalog: Catalog) -> None:
    topic = Topic("bread", direction("bread"), 1.0, NOW)
    new = taste_of(catalog, [], topics=[topic])
    assert mean(catalog, new, "dense", "bread") > mean(catalog, new, "dense", "rust")
    assert mean(catalog, new, "lexical", "bread") > mean(catalog, new, "lexical", "rust")
    later = replace(topic, picked_at=NOW - 60 * DAY_SECONDS)
    known = taste_of(catalog, events("rust", range(10)), topics=[later])
    assert mean(catalog, known, "dense", "rust") > mean(catalog, known, "dense", "bread")


def test_a_muted_persona_no_longer_speaks(catalog: Catalog) -> None:
    done = events("rust", range(20)) + events("bread", range(20))
    personas = personas_of(catalog, History.from_events(done, catalog))
    muted = np.array([label.startswith("rust") for label in personas.labels])
    taste = taste_of(catalog, done, replace(personas, muted=muted))
    assert mean(catalog, taste, "dense", "rust") <= 0 < mean(catalog, taste, "dense", "bread")


def test_a_personas_dial_weighs_its_videos(catalog: Catalog) -> None:
    done = events("rust", range(20)) + events("bread", range(20))
    personas = personas_of(catalog, History.from_events(done, catalog))
    louder = np.array([4.0 if label.startswith("rust") else 1.0 for label in personas.labels])
    before, after = taste_of(catalog, done, personas), taste_of(catalog, done, replace(personas, weights=louder))
    assert mean(catalog, after, "dense", "rust") > mean(catalog, before, "dense", "rust")


def test_a_channel_is_trusted_more_with_every_video_liked(catalog: Catalog) -> None:
    channel = catalog.channel[rows_of(catalog, "rust", [0])[0]]
    counts = [taste_of(catalog, events("rust", range(n), age_days=0)).channel_counts[channel] for n in (0, 1, 4)]
    assert counts == sorted(counts)
    assert affinity(np.array(counts)).tolist() == pytest.approx([0.0, 1 / 3, 4 / 6], abs=0.01)


def test_the_channel_boost_stays_between_a_half_and_two() -> None:
    assert channel_boost(np.array([0.0])).tolist() == [1.0]
    boosts: FloatArray = channel_boost(np.array([-1e9, -2.0, 2.0, 1e9]))
    assert boosts.tolist() == pytest.approx([0.5, 0.75, 1.5, 2.0])


def test_a_followed_channel_is_trusted_without_a_single_watch(catalog: Catalog) -> None:
    code = int(catalog.channel[0])
    taste = learn(catalog, History.empty(), personas=Personas.none(DIMENSIONS), topics=(), now=NOW, followed=[code, -1])
    assert taste.channel_counts[code] == 1
    assert taste.followed == {code, -1}


def test_a_long_history_is_told_in_groups_and_means_the_same() -> None:
    catalog = checkerboard(each=900)
    done = events("rust", range(900)) + events("bread", range(900)) + events("chess", range(800))
    taste = taste_of(catalog, done)
    assert KEPT_EVENTS < len(taste.liked) < MOST_EVENTS
    assert taste.liked.weights.sum() == pytest.approx(len(done), rel=0.2)
    assert mean(catalog, taste, "dense", "rust") == pytest.approx(mean(catalog, taste, "dense", "bread"), abs=0.3)


def test_the_same_history_gives_the_same_taste(catalog: Catalog) -> None:
    done = events("rust", range(5)) + events("bread", range(3), EventKind.THUMBS_DOWN)
    one, other = taste_of(catalog, done), taste_of(catalog, list(reversed(done)))
    assert np.array_equal(one.ridge, other.ridge)
    assert np.array_equal(one.liked.weights, other.liked.weights)


def test_videos_without_vectors_are_learned_by_their_words_and_channels() -> None:
    catalog = Catalog(DIMENSIONS)
    catalog.put(checkerboard())
    taste = taste_of(catalog, events("rust", range(3)))
    assert mean(catalog, taste, "lexical", "rust") > mean(catalog, taste, "lexical", "bread")
    assert np.isfinite(taste.ridge).all()


def test_what_was_learned_by_goes_at_once_when_nobody_needs_it() -> None:
    catalog = checkerboard()
    history = History.from_events(events("rust", range(8)), catalog)
    steps = learning(catalog, history, personas=Personas.none(DIMENSIONS), topics=(), now=NOW)
    finish(steps)
    gone = weakref.ref(steps)
    del steps
    assert gone() is None


def hits_and_small_ones(catalog: Catalog) -> tuple[list[int], list[int]]:
    """Return the numbers of the fifteen most and the fifteen least viewed of the first thirty about rust."""
    by_views = np.argsort(catalog.view_count[rows_of(catalog, "rust", range(30))]).tolist()
    return by_views[15:], by_views[:15]


def test_the_last_few_videos_are_told_by_their_order_whatever_the_clock_says(catalog: Catalog) -> None:
    hits, small = hits_and_small_ones(catalog)
    asked = rows_of(catalog, "rust", range(30, 40))
    known = asked[np.argsort(catalog.view_count[asked])]

    def after(first: list[int], then: list[int], age_days: float) -> Taste:
        return taste_of(catalog, events("rust", first, age_days=age_days + 1) + events("rust", then, age_days=age_days))

    def of_the_best_known(taste: Taste) -> tuple[float, float]:
        table = features.build(catalog, taste, known, NO_LIMITS, HOME)
        return float(table["views_for_age"][-3:].mean()), float(table["view_match"][-3:].mean())

    for age_days in (1.0, 30.0):  # some of them were not out 300 days ago, and have no age then
        to_hits, to_small = (
            of_the_best_known(after(small, hits, age_days)),
            of_the_best_known(after(hits, small, age_days)),
        )
        assert to_hits[0] - to_small[0] > 0.4
        assert abs(to_hits[1] - to_small[1]) < 0.1
    recent, long_ago = after(small, hits, 1.0).liked.latest, after(small, hits, 300.0).liked.latest
    assert long_ago.tolist() == recent.tolist()


def test_an_interest_that_hardly_counts_moves_the_last_few_hardly(catalog: Catalog) -> None:
    done = events("rust", range(20), age_days=3) + events("bread", range(20), age_days=1)
    personas = personas_of(catalog, History.from_events(done, catalog), k=2)
    bread = int(personas.nearest(direction("bread")[None])[0])

    def recent(weight: float, muted: bool = False) -> FloatArray:
        of_bread = np.arange(2) == bread
        dialled = replace(personas, weights=np.where(of_bread, weight, 1.0), muted=of_bread & muted)
        table = features.build(
            catalog, taste_of(catalog, done, dialled), rows_of(catalog, "rust", range(20, 40)), NO_LIMITS, HOME
        )
        return table["views_for_age"]

    np.testing.assert_allclose(recent(1e-3), recent(1.0, muted=True), atol=0.02)
    assert np.abs(recent(1.0) - recent(1.0, muted=True)).max() > 0.1
