"""Every described video gets its vector of the model in service."""

from __future__ import annotations

from typing import Final

from daemon.recommender.embedding import Backlog

from .work import Kind, Tools, Work

TOLD_TOGETHER: Final = 1_000
"""Whoever is told of new vectors learns tastes anew, which after an import takes longer than to embed a batch."""
DAY_SECONDS: Final = 86_400.0


async def is_due(tools: Tools, _user_id: int | None) -> bool:
    """Whether a video has no vector yet; without the model in service there is nothing to do but to wait for the next one."""
    recommender = tools.recommender
    if recommender.model != recommender.switching.wanted and not recommender.embeds:
        return False
    return await tools.store.vectors.count_missing(recommender.model) > 0


async def run(work: Work) -> dict[str, object]:
    """Embed in batches, each saved before the next, so that a crash costs one batch.

    A text without any known word gets a zero vector, which counts as embedded and is like nothing. Where another model comes
    into service meanwhile, what is left is embedded by that one.
    """
    store, recommender = work.tools.store, work.tools.recommender
    backlog = Backlog(store)
    done, total, untold = 0, await store.vectors.count_missing(recommender.model), list[str]()
    try:
        while video_ids := await backlog.embed_some(await recommender.embedder()):
            untold += video_ids
            if len(untold) >= TOLD_TOGETHER:
                await recommender.vectors_added(untold)
                untold = []
            done += len(video_ids)
            work.report(done, max(done, total), "")
    finally:
        if untold:
            await recommender.vectors_added(untold)
    for user in await store.users.all():
        work.changed(user.user_id)  # personas are made of vectors
    return {"embedded": done}


EMBED: Final = Kind("embed", run, is_due, every_seconds=DAY_SECONDS, per_person=False)
