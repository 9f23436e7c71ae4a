"""Putting the made-up people and videos into a new store, through the same doors as real ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .people import PEOPLE, make_history, make_videos

if TYPE_CHECKING:
    import numpy as np

    from daemon.jobs import Jobs
    from daemon.recommender import Recommender
    from daemon.store import Store


@dataclass(frozen=True, slots=True)
class Filled:
    """How much was made up."""

    people: int
    videos: int
    signals: int


async def fill(store: Store, recommender: Recommender, jobs: Jobs, *, now: float, rng: np.random.Generator) -> Filled:
    """Fill an empty store; vectors and personas follow by the usual jobs."""
    videos = make_videos(now, rng)
    all_videos = [video for of_topic in videos.values() for video in of_topic]
    done = 0
    for made_up in PEOPLE:
        user = await (store.users.ensure(made_up.name, now=now) if made_up.name else store.users.first_or_new(now=now))
        await store.videos.put(user.user_id, all_videos, "demo", now=now)
        signals = make_history(made_up, videos, now, rng)
        await store.signals.add(user.user_id, signals, now=now)
        await recommender.reload(user.user_id)
        jobs.changed(user.user_id)
        done += len(signals)
    return Filled(len(PEOPLE), len(all_videos), done)
