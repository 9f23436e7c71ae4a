"""What a run finds: videos that are new to people, and more about those they know. They are told when it ends, however it ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager

from daemon.store.lookups import Outcome

from .work import Work


class Found:
    """The ids of videos that are new to somebody, by person; each once."""

    def __init__(self) -> None:
        self._of: dict[int, dict[str, None]] = {}

    def __len__(self) -> int:
        """Return how many videos there are, however many people they are new to."""
        return len(set[str]().union(*self._of.values()))

    def add(self, user_ids: Iterable[int], video_ids: Sequence[str]) -> None:
        """Note videos that are in the store and may be new to these people."""
        if video_ids:
            for user_id in user_ids:
                self._of.setdefault(user_id, {}).update(dict.fromkeys(video_ids))

    async def tell(self, work: Work) -> None:
        """Have the next feed of everybody take them in, and the jobs that follow look at them."""
        for user_id, video_ids in self._of.items():
            await work.tools.recommender.videos_found(user_id, list(video_ids))
            work.changed(user_id)


class Described(Counter[Outcome]):
    """How often asking about a video came to what."""

    @property
    def has_news(self) -> bool:
        """Whether there is something that a feed would show."""
        return bool(self["described"] or self["unavailable"])


@asynccontextmanager
async def finding(work: Work) -> AsyncIterator[Found]:
    """Collect what a run finds, and tell of it at the end of the block: what was saved before a failure is found too."""
    found = Found()
    try:
        yield found
    finally:
        await found.tell(work)


@asynccontextmanager
async def describing(work: Work) -> AsyncIterator[Described]:
    """Count what a run is told of videos; at the end of the block, where there was news, everybody's feed follows."""
    described = Described()
    try:
        yield described
    finally:
        for user in await work.tools.store.users.all() if described.has_news else []:
            await work.tools.recommender.reload(user.user_id)
            work.changed(user.user_id)
