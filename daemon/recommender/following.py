"""What was told and committed, brought into memory: nobody who tells waits for it, everybody who asks next does."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, Protocol

from daemon.store import Store
from daemon.store.signals import Signal
from daemon.store.videos import VideoFacts

from .deeds import rated_videos
from .memory import Memory
from .past import Told, shown_videos
from .person import Person
from .refresher import Refresher
from .writes import Writes

RELOADED_BY: Final = frozenset({"block_channel", "subscribe", "unsubscribe"})
"""Signals whose consequences (rules, subscriptions) are read back from the store."""


class Change(Protocol):
    """Has what is made for a person made anew, at once where that is urgent."""

    def __call__(self, user_id: int, *, urgent: bool) -> None:
        """Say that it would be another now."""


class Following:
    """Follows signals in the order they were committed: reads of the store may overtake each other."""

    def __init__(
        self,
        store: Store,
        memory: Memory,
        person: Callable[[int], Awaitable[Person]],
        *,
        clock: Callable[[], float],
        writes: Writes,
        feeds: Change,
        reloads: Refresher,
    ) -> None:
        """person(user_id): the state to follow in, once there is one. writes: where vectors of new videos are written.

        feeds: told of each person followed, as urgent where a feed would show it. reloads: where following has failed and
        memory is behind the store.
        """
        self._store = store
        self._memory = memory
        self._person = person
        self._clock = clock
        self._writes = writes
        self._feeds = feeds
        self._reloads = reloads
        self._tasks = Writes()
        self.one_at_a_time = asyncio.Lock()
        """Held while something is followed, or while nothing may be."""
        self._told: defaultdict[int, list[Signal]] = defaultdict(list)
        self._since: dict[int, list[Told]] = {}
        """What was followed since somebody's past began to be read again."""

    def add(self, user_id: int, signals: Sequence[Signal]) -> None:
        """Follow signals of this person soon; those that wait together are followed together."""
        self._told[user_id].extend(signals)
        self._tasks.add(self._follow(user_id))

    async def done(self) -> None:
        """Return when everything that was added has been followed."""
        await self._tasks.done()

    async def reread(self, person: Person) -> None:
        """Read again from the store what a person did, one reading of each person's at a time.

        A long history takes a second, in which whoever tells or asks goes on: what was followed meanwhile is noted once more.
        """
        self._since[person.user_id] = since = list[Told]()
        try:
            past = await self._memory.people.past(person)
            async with self.one_at_a_time:
                await self._memory.run(lambda: person.remember(past, since))
        finally:
            del self._since[person.user_id]

    def forget(self) -> None:
        """Follow nothing that still waits: it has been deleted, or everything is about to be read."""
        self._told.clear()

    async def _follow(self, user_id: int) -> None:
        async with self.one_at_a_time:
            person = await self._person(user_id)
            if signals := self._told.pop(user_id, None):
                try:
                    await self._follow_all(person, signals)
                except Exception:
                    self._reloads.changed(user_id)
                    raise

    async def _follow_all(self, person: Person, signals: Sequence[Signal]) -> None:
        user_id, memory = person.user_id, self._memory
        ratings = await self._store.ratings.of(user_id, rated_videos(signals))
        shown = await self._store.histories.impressions_of(user_id, shown_videos(signals))
        facts = [each.video or VideoFacts(each.video_id) for each in signals if each.video_id is not None]
        made, now = await memory.take(facts), self._clock()
        if made.video_ids:
            self._writes.add(self._store.vectors.save(made.model, made.video_ids, made.vectors))
        told = Told(signals, ratings, shown)
        urgent = await memory.run(lambda: person.apply(memory.catalog, told, now))
        if (since := self._since.get(user_id)) is not None:
            since.append(told)
        if RELOADED_BY.intersection(signal.kind for signal in signals):
            await memory.people.load_choices(person)
            urgent = True
        self._feeds(user_id, urgent=urgent)
