"""What takes longer than a page may wait, done with the arrays in steps: a page that comes meanwhile is ranked between two."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from recsys.fitting import CONFIG, DEFAULT
from recsys.rankers.hybrid import HybridConfig

from .person import Person

if TYPE_CHECKING:
    from .memory import Memory
    from .turns import Run


async def learn_anew(memory: Memory, person: Person, now: float, run: Run) -> None:
    """Learn a person's taste anew while the older one serves; nobody else may at the same time."""
    for step in await run(lambda: person.begin_learning(memory.catalog, now)):
        await run(step)
    await run(lambda: person.end_learning(memory.catalog))


async def fit_weights(memory: Memory, person: Person, now: float) -> HybridConfig:
    """Return the hybrid's weights fitted to a person; the defaults while their history says too little."""
    catalog = memory.catalog  # as it is: with other vectors it would be another exercise
    exercise = await memory.run_between(lambda: person.exercise(catalog, now))
    if exercise is None:
        return DEFAULT
    for step in exercise.learning.steps:
        await memory.run_between(step)
    tables = [await memory.run_between(build) for build in exercise.steps(catalog)]
    return await asyncio.to_thread(exercise.solved, tables, DEFAULT, CONFIG)
