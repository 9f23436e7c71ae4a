"""Writing the synthetic people as a data set: items, events, impressions, parts, and the truth."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np

from recsys.arrays import FloatArray
from scripts.data_sets.people.life import Life, Person, last_fifth_begins
from scripts.data_sets.people.parameters import Parameters, read_parameters
from scripts.data_sets.people.taste import draw_taste
from scripts.data_sets.people.world import World, read_world
from scripts.data_sets.tables import EVENT_COLUMNS, ITEM_COLUMNS, item_row, write_parts, write_table

IMPRESSION_COLUMNS: Final = (
    *("user_id", "slate_id", "position", "item_id", "timestamp", "clicked", "watched_fraction"),
    *("examination", "utility"),
)


def write_people(source: Path, folder: Path, *, people: int | None = None, pages: int | None = None) -> None:
    """Write the people of parameters.toml; fewer of them, or with so many pages each, where that is said."""
    parameters = read_parameters()
    if people is not None:
        parameters = replace(parameters, people=people)
    world = read_world(source, parameters.catalogue, np.random.default_rng(parameters.seed))
    ids = [f"person-{number:04d}" for number in range(parameters.people)]
    lives, truths = [], []
    with ProcessPoolExecutor(2) as pool:
        for life, truth in pool.map(partial(_live, world, parameters, pages), range(len(ids)), chunksize=10):
            lives.append(life)
            truths.append(truth)
    write_table(folder / "items.csv", ITEM_COLUMNS, map(item_row, world.videos))
    write_table(folder / "events.csv", EVENT_COLUMNS, _rows(ids, [life.events for life in lives]))
    write_table(folder / "impressions.csv", IMPRESSION_COLUMNS, _rows(ids, [life.impressions for life in lives]))
    write_parts(folder, ids, parameters.development_one_in)
    item_ids = np.array([video.video_id for video in world.videos])
    np.savez(folder / "truth.npz", user_id=np.array(ids), item_id=item_ids, utilities=np.array(truths))


def _live(world: World, parameters: Parameters, pages: int | None, number: int) -> tuple[Life, FloatArray]:
    """Return one person's life and their true utilities in its last fifth, float16."""
    rng = np.random.default_rng([parameters.seed, number])
    person = Person(world, draw_taste(world, parameters, rng), parameters, rng)
    life = person.live(pages)
    return life, person.utilities_since(last_fifth_begins(life.events)).astype(np.float16)


def _rows(ids: list[str], of_people: list[list[dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    """Yield the rows of everybody; a slate's number becomes an id of its own."""
    for user_id, rows in zip(ids, of_people, strict=True):
        for row in rows:
            named = {"slate_id": f"{user_id}-{row['slate_id']}"} if "slate_id" in row else {}
            yield {"user_id": user_id} | row | named
