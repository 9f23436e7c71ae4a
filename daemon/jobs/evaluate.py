"""The replay of a person's own weeks, in a child process that reads the data by itself."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, Final

from daemon.children import in_child
from daemon.moments import is_longer_ago
from daemon.recommender.loading import read_library
from daemon.recommender.past import Past
from daemon.recommender.person import Person
from daemon.store import Store
from recsys.evaluation.replay import LEAST_WANTED, Serving, report
from recsys.personas import Personas

from .train import KIND, SCHEMA, logged
from .work import Kind, Tools, Work, never

DAY_SECONDS: Final = 86_400.0
AGAIN_SECONDS: Final = 7 * DAY_SECONDS
"""A week later there is a week more to judge by."""
SEED: Final = 2026


async def is_due(tools: Tools, user_id: int | None) -> bool:
    """Whether there is something to replay, and the last replay is a week old."""
    assert user_id is not None
    history = await tools.recommender.history(user_id)
    if int(history.positive.sum()) < LEAST_WANTED:
        return False
    last = await tools.store.evaluations.newest(user_id)
    return last is None or is_longer_ago(last.made_at, AGAIN_SECONDS, tools.clock())


async def run(work: Work) -> dict[str, object]:
    """Replay, add what each dial and rule changes at the moment, and keep it."""
    tools, user_id = work.tools, work.user_id
    work.report(0, None, "Replaying your weeks")
    epoch = (await tools.store.users.get(user_id)).epoch
    person = await tools.recommender.person(user_id)
    trained = await tools.store.models.serving(user_id, KIND)
    serving = Serving(person.trained, trained.created_at) if person.trained and trained else None
    told = await in_child(_replay, tools.store.path, tools.recommender.model, user_id, serving)
    told["choices"] = [
        {"kind": each.kind, "name": each.name, "id": each.rule_id, "added": len(each.effect.added),
         "removed": len(each.effect.removed), "moved": len(each.effect.moved)}
        for each in await tools.recommender.what_if.choices(user_id)
    ]  # fmt: skip
    await tools.store.evaluations.save(user_id, told, now=tools.clock(), epoch=epoch)
    return {"message": told["message"]}


def _replay(path: Path, model: str, user_id: int, serving: Serving | None) -> dict[str, Any]:
    """Run in the child: the daemon keeps its memory, and nobody waits."""
    return asyncio.run(replayed(path, model, user_id, serving))


async def replayed(path: Path, model: str, user_id: int, serving: Serving | None) -> dict[str, Any]:
    """Return the report of a person's replay from the data in a file, which is only read."""
    store = await Store.open(path, read_only=True)
    try:
        library = await read_library(store, model, None)
        person = Person(user_id, Personas.none(library.catalog.dimensions))
        person.remember(Past.of(await store.histories.acts(user_id), await store.ratings.all(user_id)))
        slates = logged(await store.outcomes.of(user_id, model, SCHEMA))
    finally:
        await store.close()
    return report(library.catalog, person.history(library.catalog), slates, serving, SEED)


# No single change is worth a replay.
EVALUATE: Final = Kind("evaluate", run, is_due, never, every_seconds=DAY_SECONDS)
