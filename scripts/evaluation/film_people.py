"""People who rated films: what they rated last, to be found among all films by what they rated before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from recsys.catalog import Catalog, Video
from recsys.evaluation.protocol import Person, split_last
from recsys.history import Event, EventKind, History
from scripts.measurement_data import Ratings

LIKED_FROM: Final = 4  # stars; 3 says nothing, fewer is a thumbs down


def film_people(catalog: Catalog, films: list[Video], ratings: Ratings, count: int, seed: int) -> list[Person]:
    """Return `count` people drawn by chance of those who liked anything before and anything among their last 20 %."""
    users = np.random.default_rng(seed).permutation(np.unique(ratings.user))
    people = (_person(catalog, films, ratings, user) for user in users)
    return list(_first(count, (person for person in people if len(person.relevant) and person.history.positive.any())))


def _person(catalog: Catalog, films: list[Video], ratings: Ratings, user: int) -> Person:
    own = np.flatnonzero(ratings.user == user)
    events = [
        Event(films[ratings.item[i]].video_id, _kind(ratings.value[i]), float(ratings.rated_at[i]))
        for i in own.tolist()
    ]
    wanted = catalog.rows(films[ratings.item[i]].video_id for i in own.tolist() if ratings.value[i] >= LIKED_FROM)
    return split_last(History.from_events(events, catalog), wanted)


def _kind(stars: float) -> EventKind:
    if stars >= LIKED_FROM:
        return EventKind.THUMBS_UP
    return EventKind.THUMBS_DOWN if stars < LIKED_FROM - 1 else EventKind.CLICK


def _first(count: int, people: Iterator[Person]) -> Iterator[Person]:
    return (person for person, _ in zip(people, range(count), strict=False))
