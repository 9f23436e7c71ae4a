"""What follows from the passing of time and from new signals: how alive each persona is, how liked each channel."""

from __future__ import annotations

import asyncio
from typing import Final

from daemon.personas_rows import to_rows
from recsys.personas import decay

from .work import Kind, Tools, Work

HOUR_SECONDS: Final = 3_600.0


async def is_due(tools: Tools, user_id: int | None) -> bool:
    """Whether there are personas whose activity could have changed."""
    assert user_id is not None
    return len(tools.recommender.personas(user_id)) > 0


async def run(work: Work) -> dict[str, object]:
    """Compute all activities anew from the history: nothing adds up, so running it twice changes nothing."""
    recommender, store, user_id = work.tools.recommender, work.tools.store, work.user_id
    channels = await store.channels.recount(user_id)
    personas = await asyncio.to_thread(
        decay, recommender.personas(user_id), recommender.history(user_id), recommender.catalog, work.tools.clock()
    )
    named = [row.named_by_person for row in await store.personas.all(user_id)]
    if len(named) == len(personas):  # else a clustering came between, whose activities are newer than ours
        await store.personas.replace(user_id, to_rows(personas, named))
        await recommender.personas_changed(user_id)
    return {"personas": len(personas), "channels": channels}


DECAY: Final = Kind("decay", run, is_due, every_seconds=HOUR_SECONDS)
