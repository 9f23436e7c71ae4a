"""Another embedding model is set: its vectors are made while the old ones serve, then it takes their place at once."""

from __future__ import annotations

from typing import Final

from daemon.errors import NotReady
from daemon.recommender.embedding import Backlog

from .work import Kind, Tools, Work, never

HOUR_SECONDS: Final = 3_600.0
"""So long after a model could not be loaded (no network, mostly) it is tried again."""
ROUNDS: Final = 5
"""So often what came or changed meanwhile is caught up with; then others get their turn, and it is tried again in an hour."""
AT_ONCE: Final = 1_000
"""Vectors deleted, or taken into the index, in one step: others write between two."""


async def is_due(tools: Tools, _user_id: int | None) -> bool:
    """Whether another model is to serve than does, or a switch has left something behind."""
    if tools.recommender.model != tools.recommender.switching.wanted:
        return True
    return await tools.store.embedding.has_leftovers([tools.recommender.model])


async def run(work: Work) -> dict[str, object]:
    """Make what is missing, switch, and clear up; killed anywhere, it goes on where it was.

    Raises NotReady where the model cannot be loaded: the one in service goes on.
    """
    recommender, embedded = work.tools.recommender, 0
    wanted = recommender.switching.wanted
    is_switch = recommender.model != wanted
    if is_switch:
        embedded = await _switch(work)
    deleted = await _clear_up(work)
    for user in await work.tools.store.users.all() if is_switch else []:
        work.changed(user.user_id)  # personas are made of vectors, weights are fitted to them
    return {"model": recommender.model, "embedded": embedded, "deleted": deleted}


async def _switch(work: Work) -> int:
    """Fill and try until no video has come in between; return how many videos were embedded.

    Raises NotReady where something comes in between each time.
    """
    store, recommender = work.tools.store, work.tools.recommender
    embedder = await recommender.switching.embedder()
    done, total = 0, await store.vectors.count_missing(embedder.name)
    backlog = Backlog(store)
    for _ in range(ROUNDS):
        while video_ids := await backlog.embed_some(embedder):
            done += len(video_ids)
            work.report(done, max(done, total), f"Vectors of {embedder.name}")
        if await recommender.switch_to(embedder):
            return done
    raise NotReady(
        f"{embedder.name} could not take over, for something changed each time; it is tried again in an hour."
    )


async def _clear_up(work: Work) -> int:
    """Fill the index and delete the vectors of models that are neither in service nor to be; return how many."""
    embedding, recommender, deleted = work.tools.store.embedding, work.tools.recommender, 0
    indexed = 0
    while (count := await embedding.fill_index(AT_ONCE)) is not None:
        work.report(indexed := indexed + count, None, f"Index of {recommender.model}")
    while count := await embedding.forget_others([recommender.model, recommender.switching.wanted], AT_ONCE):
        deleted += count
        work.report(deleted, None, "Deleting the vectors of another model")
    return deleted


# What a person does asks for no other model; what comes new meanwhile is met by the job that runs.
SWITCH: Final = Kind("switch", run, is_due, never, every_seconds=HOUR_SECONDS, per_person=False, at_start=True)
