"""What takes longer than a page may wait, done with the arrays in steps: a page that comes meanwhile is ranked between two."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from recsys.fitting import CONFIG, DEFAULT
from recsys.rankers.hybrid import HybridConfig

from .person import Person
from .turns import Run, in_steps

if TYPE_CHECKING:
    from .memory import Memory


async def learn_anew(memory: Memory, person: Person, now: float, run: Run) -> None:
    """Learn a person's taste anew while the older one serves; nobody else may at the same time."""
    await in_steps(lambda: person.learn(memory.catalog, now), run)


async def fit_weights(memory: Memory, person: Person, now: float) -> HybridConfig:
    """Return the hybrid's weights fitted to a person; the defaults while their history says too little."""
    catalog = memory.catalog  # as it is: with other vectors it would be another exercise
    exercise = await memory.run_between(lambda: person.exercise(catalog, now))
    if exercise is None:
        return DEFAULT
    tables = await in_steps(lambda: exercise.tables(catalog), memory.run_between)
    return await asyncio.to_thread(exercise.solved, tables, DEFAULT, CONFIG)
