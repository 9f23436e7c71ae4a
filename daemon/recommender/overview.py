"""A person's videos as a map, and their weeks: gathered in the arrays' thread, laid out in another, kept until something changes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final

from recsys.arrays import FloatArray, IntArray
from recsys.catalog import Catalog, Video
from recsys.overview import Weeks, by_week, plane
from recsys.personas import Personas, positives

from .memory import Memory
from .person import Person

MOST_POINTS: Final = 2_000
"""A browser draws so many in a moment; of a longer history every n-th video stands for its neighbours."""
MOST_WEEKS: Final = 52
KEPT_AS: Final = "overview"


@dataclass(frozen=True, slots=True)
class Overview:
    """n of a person's videos in a plane, and their personas over time."""

    videos: list[Video]
    places: FloatArray
    """(n, 2) in [-1, 1]."""
    personas: IntArray
    """(n,) indexes, -1 for none."""
    total: int
    """Videos the person wanted; n is at most MOST_POINTS."""
    weeks: Weeks


@dataclass(frozen=True, slots=True)
class _Gathered:
    vectors: FloatArray
    drawn: list[Video]
    every: slice
    moments: FloatArray
    moment_personas: IntArray
    personas: Personas


async def overview(memory: Memory, person: Person, now: float) -> Overview:
    """Return the overview of what is known now; the arrays' thread is not kept longer than it takes to copy them."""
    kept = person.made.get(KEPT_AS)
    if isinstance(kept, Overview):
        return kept
    changes = person.changes
    gathered = await memory.run(lambda: _gather(memory.catalog, person))
    made = await asyncio.to_thread(_lay_out, gathered, now)
    if person.changes == changes:
        person.made[KEPT_AS] = made
    return made


def _gather(catalog: Catalog, person: Person) -> _Gathered:
    history = person.history(catalog)
    rows, _ = positives(catalog, history)
    every = slice(None, None, max(1, -(-len(rows) // MOST_POINTS)))
    wanted = history.positive & catalog.has_vector[history.rows]
    return _Gathered(
        vectors=catalog.vectors[rows],
        drawn=[catalog.video(int(row)) for row in rows[every]],
        every=every,
        moments=history.occurred_at[wanted],
        moment_personas=person.personas.nearest(catalog.vectors[history.rows[wanted]]),
        personas=person.personas,
    )


def _lay_out(gathered: _Gathered, now: float) -> Overview:
    personas = gathered.personas
    return Overview(
        videos=gathered.drawn,
        places=plane(gathered.vectors, personas.centroids)[gathered.every],
        personas=personas.nearest(gathered.vectors[gathered.every]),
        total=len(gathered.vectors),
        weeks=by_week(gathered.moments, gathered.moment_personas, len(personas), now=now, most=MOST_WEEKS),
    )
