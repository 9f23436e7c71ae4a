"""What follows from the passing of time and from new signals: how alive each persona is, how liked each channel."""

from __future__ import annotations

from typing import Final

import numpy as np

from daemon.recommender.turns import in_steps
from recsys.personas import decaying

from .work import Kind, Tools, Work

HOUR_SECONDS: Final = 3_600.0


async def is_due(tools: Tools, user_id: int | None) -> bool:
    """Whether there are personas whose activity could have changed."""
    assert user_id is not None
    return len(tools.recommender.personas(user_id)) > 0


async def is_touched(tools: Tools, user_id: int | None) -> bool:
    """Whether the person liked or watched something since the activities were last computed."""
    assert user_id is not None
    history, personas = await tools.recommender.history(user_id), tools.recommender.personas(user_id)
    counts = (
        history.positive & tools.recommender.catalog.has_vector[history.rows] & (history.occurred_at <= tools.clock())
    )
    newest = np.max(history.occurred_at[counts], initial=0.0)
    return len(personas) > 0 and bool(newest > np.nan_to_num(personas.last_activity).max())


async def run(work: Work) -> dict[str, object]:
    """Compute all activities anew from the history: nothing adds up, so running it twice changes nothing."""
    recommender, store, user_id = work.tools.recommender, work.tools.store, work.user_id
    channels = await store.channels.recount(user_id)
    history = await recommender.history(user_id)
    personas = await in_steps(  # begun where nobody gives the catalogue other vectors meanwhile
        lambda: decaying(recommender.personas(user_id), history, recommender.catalog, work.tools.clock()),
        recommender.run_between,
    )
    last = [None if np.isnan(moment) else float(moment) for moment in personas.last_activity]
    activities = list(zip(personas.activity.tolist(), last, strict=True))
    await store.personas.set_activities(user_id, activities, clustered_at=personas.clustered_at)
    await recommender.personas_changed(user_id)
    return {"personas": len(personas), "channels": channels}


DECAY: Final = Kind("decay", run, is_due, is_touched, every_seconds=HOUR_SECONDS)
