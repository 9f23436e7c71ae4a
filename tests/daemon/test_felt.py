"""In a long history, what was just done is felt in the next slate without learning everything anew."""

from __future__ import annotations

import numpy as np
import pytest

from daemon.recommender.person import LONG_HISTORY, MOST_FELT, Person
from daemon.store.ratings import Rating
from daemon.store.signals import Signal
from recsys import features
from recsys.catalog import Catalog
from recsys.history import Event, EventKind
from recsys.personas import Personas
from recsys.rankers import RANKERS
from tests.recsys.planted import HOME, INTERESTS, NO_LIMITS, NOW, checkerboard, rows_of, video_id

DISLIKED = video_id("chess", 5)


def somebody(*more: Event) -> Person:
    """A person who has watched rust videos again and again for months, and never chess."""
    person = Person(1, Personas.none(checkerboard().dimensions))
    watched = (video_id("rust", n % 10) for n in range(LONG_HISTORY))
    person.acts = {
        str(n): Event(video, EventKind.WATCH, NOW - 86_400 * (n % 100 + 1)) for n, video in enumerate(watched)
    }
    person.ratings = {event.video_id: event for event in more}
    return person


def scores(person: Person, catalog: Catalog, now: float = NOW) -> np.ndarray:
    rows = np.concatenate([rows_of(catalog, interest, range(20, 28)) for interest in INTERESTS])
    table = features.build(catalog, person.taste(catalog, now), rows, NO_LIMITS, HOME)
    return RANKERS["hybrid"](table, HOME).total


def thumb_down(person: Person, video: str = DISLIKED) -> None:
    person.apply([Signal("d" + video, "thumbs_down", NOW, "page", video)], [Rating(video, "down", NOW)], {})


def test_a_thumb_down_is_felt_by_its_neighbours_as_if_loaded_anew() -> None:
    catalog, person = checkerboard(), somebody()
    before = scores(person, catalog)
    learned = person.taste(catalog, NOW).regression
    thumb_down(person)
    after = scores(person, catalog)
    assert person._felt == 1
    assert person.taste(catalog, NOW).regression is not learned
    chess = np.repeat(INTERESTS, 8) == "chess"
    assert (after - before)[chess].mean() < (after - before)[~chess].mean()
    anew = scores(somebody(Event(DISLIKED, EventKind.THUMBS_DOWN, NOW)), catalog)
    assert after == pytest.approx(anew, abs=1e-3)


def test_a_cleared_rating_and_a_video_met_before_are_learned_anew() -> None:
    catalog, person = checkerboard(), somebody()
    before = scores(person, catalog)
    thumb_down(person)
    scores(person, catalog)
    person.apply([Signal("c", "clear_rating", NOW, "page", DISLIKED)], [], {})
    assert scores(person, catalog) == pytest.approx(before)
    thumb_down(person, video_id("rust", 0))
    assert scores(person, catalog) == pytest.approx(
        scores(somebody(Event(video_id("rust", 0), EventKind.THUMBS_DOWN, NOW)), catalog)
    )


def test_after_a_minute_or_many_events_everything_is_learned_anew() -> None:
    catalog, person = checkerboard(), somebody()
    scores(person, catalog)
    thumb_down(person)
    scores(person, catalog)
    scores(person, catalog, NOW + 61)
    assert person.taste(catalog, NOW + 61).learned_at == NOW + 61
    for n in range(MOST_FELT + 1):
        thumb_down(person, video_id("bread", n))
    scores(person, catalog, NOW + 62)
    assert person.taste(catalog, NOW + 62).learned_at == NOW + 62
