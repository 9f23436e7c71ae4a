"""`scripts/evaluate films`: what people rated highly last, to be found among all films by what they rated before."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

import numpy as np

from recsys.catalog import Catalog, Video
from recsys.evaluation.protocol import Person, split_last
from recsys.history import Event, EventKind, History
from scripts import measurement_data as data
from scripts.evaluation.comparison import compare
from scripts.evaluation.models import embed_with_both
from scripts.measurement_data import Ratings

LIKED_FROM: Final = 4  # stars; 3 says nothing, fewer is a thumbs down


def measure(arguments: argparse.Namespace) -> tuple[dict[str, Any], bool]:
    """Return the report; nothing is demanded of it."""
    films = data.films(arguments.data)
    ratings = data.film_ratings(arguments.data, films)
    catalogs = embed_with_both(arguments, films)
    people = {
        name: list(islice(_people(catalog, films, ratings, arguments.seed), arguments.users))
        for name, catalog in catalogs.items()
    }
    return compare(catalogs, people, arguments.seed), True


def _people(catalog: Catalog, films: list[Video], ratings: Ratings, seed: int) -> Iterator[Person]:
    """Yield, in an order drawn by chance, those who liked anything before and anything among their last 20 %."""
    for user in np.random.default_rng(seed).permutation(np.unique(ratings.user)):
        person = _person(catalog, films, ratings, user)
        if len(person.relevant) and person.history.positive.any():
            yield person


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
