"""Every described video gets its vector of the model in use."""

from __future__ import annotations

import asyncio
from typing import Final

from recsys.embedding import video_text

from .work import Kind, Tools, Work

BATCH: Final = 64
TOLD_TOGETHER: Final = 1_000
"""Whoever is told of new vectors learns tastes anew, which after an import takes longer than to embed a batch."""
DAY_SECONDS: Final = 86_400.0


async def is_due(tools: Tools, user_id: int | None) -> bool:
    """Whether a video has no vector yet."""
    return await tools.store.vectors.count_missing(tools.settings.embedding_model) > 0


async def run(work: Work) -> dict[str, object]:
    """Embed in batches, each saved before the next, so that a crash costs one batch.

    A text without any known word gets a zero vector, which counts as embedded and is like nothing.
    """
    store, recommender = work.tools.store, work.tools.recommender
    model = work.tools.settings.embedding_model
    embedder = await recommender.embedder()
    done, total, untold = 0, await store.vectors.count_missing(model), list[str]()
    try:
        while videos := [facts.as_video() for facts in await store.vectors.missing(model, BATCH)]:
            vectors = await asyncio.to_thread(embedder.embed, [video_text(video) for video in videos])
            video_ids = [video.video_id for video in videos]
            await store.vectors.save(model, video_ids, vectors)
            untold += video_ids
            if len(untold) >= TOLD_TOGETHER:
                await recommender.vectors_added(untold)
                untold = []
            done += len(videos)
            work.report(done, max(done, total), "")
    finally:
        if untold:
            await recommender.vectors_added(untold)
    for user in await store.users.all():
        work.changed(user.user_id)  # personas are made of vectors
    return {"embedded": done}


EMBED: Final = Kind("embed", run, is_due, every_seconds=DAY_SECONDS, per_person=False)
