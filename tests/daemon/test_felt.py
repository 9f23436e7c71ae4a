"""In a long history, what was just done is felt in the next slate without learning everything anew."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from daemon.recommender.kept_taste import LONG_HISTORY, MOST_AT_ONCE, MOST_FELT
from daemon.recommender.past import Past, Told
from daemon.recommender.person import Person
from daemon.store.histories import Act
from daemon.store.ratings import Rating
from daemon.store.signals import Signal
from recsys import events, features
from recsys.catalog import Catalog, Video
from recsys.history import Event, EventKind
from recsys.personas import Personas
from recsys.rankers import RANKERS
from recsys.steps import finish
from tests.recsys.planted import HOME, INTERESTS, NO_LIMITS, NOW, checkerboard, rows_of, video_id

MET, NEW = video_id("rust", 0), video_id("chess", 5)


def somebody(*ratings: Event) -> Person:
    """A person who has watched rust videos again and again for months, and never chess."""
    person = Person(1, Personas.none(checkerboard().dimensions))
    watched = (video_id("rust", n % 10) for n in range(LONG_HISTORY))
    person.acts = {
        str(n): Event(video, EventKind.WATCH, NOW - 86_400 * (n % 100 + 1)) for n, video in enumerate(watched)
    }
    person.ratings = {event.video_id: event for event in ratings}
    return person


def scores(person: Person, catalog: Catalog, now: float = NOW) -> np.ndarray:
    rows = np.concatenate([rows_of(catalog, interest, range(20, 28)) for interest in INTERESTS])
    table = features.build(catalog, person.taste(catalog, now), rows, NO_LIMITS, HOME)
    return RANKERS["hybrid"](table, HOME).total


def tell(person: Person, catalog: Catalog, *signals: Signal, rating: Rating | None = None, now: float = NOW) -> None:
    person.apply(catalog, Told(signals, [rating] if rating else [], {}), now)


def rate(person: Person, catalog: Catalog, video: str, rating: str, now: float = NOW) -> None:
    kind = {"up": "thumbs_up", "down": "thumbs_down", "not_interested": "not_interested"}[rating]
    tell(person, catalog, Signal("r" + video, kind, now, "page", video), rating=Rating(video, rating, now), now=now)


def watch(person: Person, catalog: Catalog, video: str, fraction: float | None, signal_id: str = "w") -> None:
    tell(person, catalog, Signal(signal_id, "watch", NOW, "page", video, fraction=fraction))


def learned_anew(person: Person, catalog: Catalog) -> np.ndarray:
    """Scores of somebody who did the same and was met just now."""
    other = Person(1, person.personas, acts=dict(person.acts), ratings=dict(person.ratings))
    return scores(other, catalog)


DEEDS: dict[str, Callable[[Person, Catalog], None]] = {
    "a thumb up on something new": lambda person, catalog: rate(person, catalog, NEW, "up"),
    "a thumb down on something new": lambda person, catalog: rate(person, catalog, NEW, "down"),
    "a thumb up on what was watched": lambda person, catalog: rate(person, catalog, MET, "up"),
    "a thumb down on what was watched": lambda person, catalog: rate(person, catalog, MET, "down"),
    "a refusal of what was watched": lambda person, catalog: rate(person, catalog, MET, "not_interested"),
    "a watch": lambda person, catalog: watch(person, catalog, NEW, 0.8),
    "a save": lambda person, catalog: tell(person, catalog, Signal("s", "saved", NOW, "page", NEW)),
}


@pytest.mark.parametrize("name", DEEDS)
def test_what_is_done_is_felt_as_if_everything_had_been_learned_anew(name: str) -> None:
    catalog, person = checkerboard(), somebody()
    before, learned_at = scores(person, catalog), person.taste(catalog, NOW).learned_at
    DEEDS[name](person, catalog)
    assert len(person.kept.felt) == 1
    after = scores(person, catalog)
    assert person.taste(catalog, NOW).learned_at == learned_at
    assert not np.allclose(after, before)
    assert after == pytest.approx(learned_anew(person, catalog), abs=1e-2)


def test_a_click_and_a_watch_that_was_given_up_change_no_taste_and_cost_no_learning() -> None:
    catalog, person = checkerboard(), somebody()
    before = person.taste(catalog, NOW)
    tell(person, catalog, Signal("c", "click", NOW, "page", NEW))
    watch(person, catalog, NEW, 0.2)
    assert person.taste(catalog, NOW) is before
    assert NEW in {act.video_id for act in person.acts.values()}
    assert len(person.history(catalog)) == LONG_HISTORY + 2


def test_a_watch_that_grows_counts_once_and_with_the_greatest_part() -> None:
    catalog, person = checkerboard(), somebody()
    scores(person, catalog)
    for fraction in (0.3, 0.6, 0.9, 0.7):
        watch(person, catalog, NEW, fraction)
    assert len(person.kept.felt) == 2
    assert len(person.history(catalog)) == LONG_HISTORY + 1
    assert person.taste(catalog, NOW).liked.weight_of(int(catalog.rows([NEW])[0])) == pytest.approx(0.9, abs=1e-5)
    assert scores(person, catalog) == pytest.approx(learned_anew(person, catalog), abs=1e-2)


def without_rating(person: Person, catalog: Catalog) -> None:
    tell(person, catalog, Signal("c", "clear_rating", NOW, "page", NEW))


@pytest.mark.parametrize(
    "act",
    [
        without_rating,
        lambda person, catalog: rate(person, catalog, NEW, "up"),
        lambda person, catalog: watch(person, catalog, NEW, 0.9),
    ],
    ids=["a cleared rating", "a changed rating", "a watch of what is refused"],
)
def test_what_takes_something_back_has_everything_learned_anew(act: Callable[[Person, Catalog], None]) -> None:
    catalog, person = checkerboard(), somebody()
    scores(person, catalog)
    rate(person, catalog, NEW, "down")
    act(person, catalog)
    assert person.kept.taste is None
    assert np.array_equal(scores(person, catalog), learned_anew(person, catalog))


def test_after_a_minute_or_many_events_everything_is_to_be_learned_anew_while_the_old_serves() -> None:
    catalog, person = checkerboard(), somebody()
    person.taste(catalog, NOW)
    rate(person, catalog, NEW, "down")
    assert not person.kept.is_behind(NOW + 59)
    assert person.kept.is_behind(NOW + 61)
    for n in range(MOST_FELT):
        rate(person, catalog, video_id("bread", n), "down")
    assert person.kept.is_behind(NOW)
    assert person.taste(catalog, NOW + 61).learned_at == NOW


@pytest.mark.parametrize("length", [LONG_HISTORY, 20])
def test_a_view_of_a_feed_from_before_the_background_had_learned_learns_nothing_again(length: int) -> None:
    catalog, person = checkerboard(), somebody()
    person.acts = dict(itertools.islice(person.acts.items(), length))
    person.taste(catalog, NOW)
    finish(person.learn(catalog, NOW + 5))
    learned = person.taste(catalog, NOW + 5)
    assert person.taste(catalog, NOW) is learned
    assert not person.kept.is_behind(NOW)


def test_a_taste_from_far_ahead_was_learned_by_a_clock_that_went_wrong() -> None:
    catalog, person = checkerboard(), somebody()
    person.taste(catalog, NOW + 86_400 * 365)
    assert person.kept.is_behind(NOW)
    assert person.taste(catalog, NOW).learned_at == NOW


def test_what_the_background_never_comes_to_is_learned_by_whoever_asks() -> None:
    catalog, person = checkerboard(), somebody()
    person.taste(catalog, NOW)
    rate(person, catalog, NEW, "down")
    assert person.taste(catalog, NOW + 601).learned_at == NOW + 601


@pytest.mark.parametrize("name", DEEDS)
def test_what_is_done_while_the_background_learns_is_felt_by_the_old_taste_and_the_new(name: str) -> None:
    catalog, person = checkerboard(), somebody()
    scores(person, catalog)
    rate(person, catalog, video_id("bread", 1), "up")
    learning = person.learn(catalog, NOW)
    next(learning)
    DEEDS[name](person, catalog)
    expected = pytest.approx(learned_anew(person, catalog), abs=1e-2)
    assert scores(person, catalog) == expected
    finish(learning)
    assert [deed.event.video_id for _, deed in person.kept.felt] == [MET if "was watched" in name else NEW]
    assert scores(person, catalog) == expected


def test_what_is_learned_in_the_background_is_dropped_when_it_was_forgotten_meanwhile() -> None:
    catalog, person = checkerboard(), somebody()
    scores(person, catalog)
    learning = person.learn(catalog, NOW)
    next(learning)
    rate(person, catalog, NEW, "down")
    without_rating(person, catalog)
    finish(learning)
    assert person.kept.taste is None


def test_a_deed_on_what_stands_in_a_group_is_felt_beside_it_until_all_is_learned_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(events, "MOST_EVENTS", 5)
    monkeypatch.setattr(events, "KEPT_EVENTS", 3)
    catalog, person = checkerboard(), somebody()
    before, taste = scores(person, catalog), person.taste(catalog, NOW)
    grouped = next(n for n in range(10) if taste.liked.weight_of(int(catalog.rows([video_id("rust", n)])[0])) == 0)
    rate(person, catalog, video_id("rust", grouped), "up")
    assert not np.allclose(scores(person, catalog), before)
    finish(person.learn(catalog, NOW))
    assert np.array_equal(scores(person, catalog), learned_anew(person, catalog))


def test_what_comes_after_a_long_absence_waits_for_the_background() -> None:
    catalog, person = checkerboard(), somebody()
    before = scores(person, catalog)
    tell(person, catalog, Signal("late", "watch", NOW - 86_400, "page", NEW, fraction=0.9))
    assert np.array_equal(scores(person, catalog), before)
    assert person.has_watched(NEW)
    assert person.kept.is_behind(NOW)


def test_of_much_that_is_told_at_once_a_thumb_is_felt_and_the_rest_waits_for_the_background() -> None:
    catalog, person = checkerboard(), somebody()
    scores(person, catalog)
    watched = [
        Signal(f"w{n}", "watch", NOW, "page", video_id("bread", n), fraction=0.6) for n in range(MOST_AT_ONCE + 4)
    ]
    rated = Signal("thumb", "thumbs_down", NOW, "page", NEW)
    tell(person, catalog, *watched, rated, rating=Rating(NEW, "down", NOW))
    felt = [deed.event.video_id for _, deed in person.kept.felt]
    assert felt[0] == NEW
    assert len(felt) == MOST_AT_ONCE
    assert person.kept.is_behind(NOW)
    assert len(person.history(catalog)) == len(person.acts) + len(person.ratings)
    finish(person.learn(catalog, NOW))
    assert not person.kept.is_behind(NOW)
    assert np.array_equal(scores(person, catalog), learned_anew(person, catalog))


def test_vectors_that_come_while_the_background_learns_are_learned_from_next_and_what_was_learned_serves() -> None:
    catalog, person = checkerboard(), somebody()
    scores(person, catalog)
    history = person.history(catalog)
    learning = person.learn(catalog, NOW + 5)
    next(learning)
    person.outdate_vectors(catalog, ["nobody saw"])
    assert not person.kept.is_behind(NOW)
    person.outdate_vectors(catalog, [person.acts[next(iter(person.acts))].video_id])
    finish(learning)
    assert person.taste(catalog, NOW).learned_at == NOW + 5
    assert person.kept.is_behind(NOW)
    assert person.history(catalog) is history
    finish(person.learn(catalog, NOW + 6))
    assert not person.kept.is_behind(NOW)


def test_a_video_nobody_knew_joins_the_history_when_it_has_come() -> None:
    catalog, person = checkerboard(), somebody()
    person.acts["late"] = Event("elsewhere01", EventKind.WATCH, NOW)
    scores(person, catalog)
    before = len(person.history(catalog))
    catalog.put([Video("elsewhere01", title="found elsewhere")])
    person.outdate_vectors(catalog, ["elsewhere01"])
    assert len(person.history(catalog)) == before + 1


def test_an_imported_history_is_learned_in_the_background_and_what_is_done_meanwhile_is_felt() -> None:
    catalog, person = checkerboard(), somebody()
    before = scores(person, catalog)
    more = [Act(f"i{n}", video_id("bread", n % 10), "watch", NOW - 86_400 * n, 1.0) for n in range(300)]
    old = [Act(known, act.video_id, "watch", act.occurred_at, None) for known, act in person.acts.items()]
    person.remember(Past.of([*old, *more], []))
    person.outdate()
    assert np.array_equal(scores(person, catalog), before)
    assert person.kept.is_behind(NOW)
    rate(person, catalog, NEW, "up")
    assert not np.allclose(scores(person, catalog), before)
    finish(person.learn(catalog, NOW))
    assert not person.kept.is_behind(NOW)
    assert np.array_equal(scores(person, catalog), learned_anew(person, catalog))


def test_the_taste_of_a_short_history_never_serves_after_an_import() -> None:
    catalog, person = checkerboard(), somebody()
    person.acts = dict(list(person.acts.items())[:50])
    scores(person, catalog)
    person.remember(Past.of([Act(f"i{n}", NEW, "watch", NOW - n, 1.0) for n in range(LONG_HISTORY)], []))
    assert np.array_equal(scores(person, catalog), learned_anew(person, catalog))


def chosen(person: Person, personas: Personas) -> None:
    person.choose(personas=personas, categories=(), topics=(), subscriptions=())


def test_personas_that_wake_or_fade_cost_no_learning_and_those_with_another_dial_do() -> None:
    catalog, person = checkerboard(), somebody()
    two = replace(
        Personas.none(catalog.dimensions),
        centroids=catalog.vectors[[0, 20]],
        activity=np.array([0.2, 0.9]),
        labels=("rust", "bread"),
        weights=np.ones(2),
        muted=np.zeros(2, np.bool_),
    )
    chosen(person, two)
    learned = person.taste(catalog, NOW)
    chosen(person, replace(two, activity=np.array([0.9, 0.2])))
    kept = person.taste(catalog, NOW)
    assert kept.liked is learned.liked
    assert kept.personas.activity[0] == 0.9
    clustered_anew = replace(two, centroids=catalog.vectors[[1, 21]], clustered_at=NOW)
    chosen(person, clustered_anew)
    assert person.taste(catalog, NOW).personas is kept.personas
    assert person.kept.is_behind(NOW)
    learning = person.learn(catalog, NOW)
    next(learning)
    chosen(person, replace(clustered_anew, activity=np.array([0.5, 0.5])))  # meanwhile
    finish(learning)
    assert person.taste(catalog, NOW).personas is person.personas
    chosen(person, replace(clustered_anew, weights=np.array([2.0, 1.0])))
    assert person.kept.taste is None


def test_the_chance_of_a_feed_is_new_with_each_act_and_each_hour_and_as_before_when_it_is_undone() -> None:
    catalog, person = checkerboard(), somebody()

    def drawn(now: float) -> float:
        return float(person.chance(catalog, now).random())

    before = drawn(NOW)
    assert drawn(NOW + 1_000) == before != drawn(NOW + 3_600)
    rate(person, catalog, NEW, "up", now=NOW + 1)
    up = drawn(NOW + 1)
    rate(person, catalog, NEW, "down", now=NOW + 2)
    assert len({before, up, drawn(NOW + 2)}) == 3
    without_rating(person, catalog)
    assert drawn(NOW + 3) == before


def test_a_short_history_is_learned_anew_exactly() -> None:
    catalog, person = checkerboard(), somebody()
    person.acts = dict(list(person.acts.items())[:50])
    scores(person, catalog)
    rate(person, catalog, NEW, "up")
    assert np.array_equal(scores(person, catalog), learned_anew(person, catalog))


def test_what_counts_as_watched_is_the_most_that_was_seen_of_it_as_far_as_anybody_knows() -> None:
    catalog, person = checkerboard(), Person(1, Personas.none(checkerboard().dimensions))
    assert not person.has_watched(NEW)
    watch(person, catalog, NEW, 0.2)
    assert not person.has_watched(NEW)
    watch(person, catalog, NEW, None, "of unknown length")
    assert person.has_watched(NEW)
    watch(person, catalog, NEW, 0.3, "of unknown length")
    assert not person.has_watched(NEW)
    watch(person, catalog, NEW, 0.7)
    watch(person, catalog, NEW, 0.1, "again")
    assert person.has_watched(NEW)
    person.remember(Past.of([Act("w", MET, "watch", NOW, None)], []))
    assert (person.has_watched(MET), person.has_watched(NEW)) == (True, False)
