"""People who rated films: four stars or five are a thumb up, one or two a thumb down, three say nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np

from recsys.catalog import Video
from scripts import measurement_data as data
from scripts.data_sets.tables import EVENT_COLUMNS, ITEM_COLUMNS, item_row, write_parts, write_table
from scripts.measurement_data import Ratings

LIKED_FROM: Final = 4.0
DISLIKED_TO: Final = 2.0
ONE_IN: Final = 5
"""One person in five is for development."""


def write_ml_100k(source: Path, folder: Path) -> None:
    """Write MovieLens 100K: titles, genres, plots."""
    films = data.films(source)
    _write(folder, films, data.film_ratings(source, films))


def write_ml_latest_small(source: Path, folder: Path) -> None:
    """Write MovieLens latest-small: titles and genres alone."""
    films = data.film_titles(source)
    _write(folder, films, data.small_film_ratings(source, films))


def _write(folder: Path, films: list[Video], ratings: Ratings) -> None:
    write_table(folder / "items.csv", ITEM_COLUMNS, map(item_row, films))
    write_table(folder / "events.csv", EVENT_COLUMNS, _events(films, ratings))
    write_parts(folder, map(str, np.unique(ratings.user).tolist()), ONE_IN)


def _events(films: list[Video], ratings: Ratings) -> Iterator[dict[str, Any]]:
    for user, item, stars, at in zip(ratings.user, ratings.item, ratings.value, ratings.rated_at, strict=True):
        kind, value = _meaning(float(stars))
        yield {
            "user_id": int(user),
            "item_id": films[item].video_id,
            "timestamp": int(at),
            "value": value,
            "kind": kind,
        }


def _meaning(stars: float) -> tuple[str, float]:
    """Return the kind of event and its value: what lies between like and dislike is a click that led nowhere."""
    if stars >= LIKED_FROM:
        return "thumbs_up", 1.0
    return ("thumbs_down", 0.0) if stars <= DISLIKED_TO else ("click", 0.0)
