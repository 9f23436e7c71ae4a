"""What is known of a person, for whoever asks: interests they could name, what a model may be told, a map of their videos."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import numpy as np

from recsys.arrays import FloatArray
from recsys.ordering import persona_shares
from recsys.suggestions import Suggestion, suggest

from .memory import Memory
from .overview import Overview, overview
from .person import Person
from .portrait import Portrait, portrait


@dataclass(frozen=True, slots=True)
class Balance:
    """Shares of k personas, by index, in what the person liked (faded, and as their dials say) and in a list."""

    labels: Sequence[str]
    liked: FloatArray
    """(k,)"""
    shown: FloatArray
    """(k,) of the videos of the list that belong to a persona; 0 where none does."""


class About:
    """Reads what is in memory, and keeps nothing but the map."""

    def __init__(self, memory: Memory, person: Callable[[int], Awaitable[Person]], clock: Callable[[], float]) -> None:
        """person(user_id): their state, with everything followed that was told."""
        self._memory = memory
        self._person = person
        self._clock = clock

    async def suggestions(self, user_id: int) -> list[Suggestion]:
        """Return interests the person could name, without those they have named."""
        person, memory = await self._person(user_id), self._memory
        known = _named(person)
        return await memory.run(lambda: suggest(memory.catalog, person.history(memory.catalog), person.personas, known))

    async def portrait(self, user_id: int) -> tuple[Portrait, list[str]]:
        """Return what a model may be told of a person, and the names and keywords of interests they have named."""
        person, memory = await self._person(user_id), self._memory
        told = await memory.run(lambda: portrait(memory.catalog, person.history(memory.catalog), person.personas))
        return told, _named(person)

    async def balance(self, user_id: int, video_ids: Sequence[str]) -> Balance:
        """Return how well the personas of a list of videos answer to those of what the person liked.

        They are those of the newest taste: a long history's is a little behind a new clustering.
        """
        person, now = await self._person(user_id), self._clock()

        def balance() -> Balance:
            catalog = self._memory.catalog
            taste = person.taste(catalog, now)
            personas, rows = taste.personas, catalog.rows(video_ids)
            nearest = personas.nearest(catalog.vectors[rows[rows >= 0]])
            counts = np.bincount(nearest[nearest >= 0], minlength=len(personas))
            return Balance(personas.labels, persona_shares(taste), counts / max(int(counts.sum()), 1))

        return await self._memory.run(balance)

    async def overview(self, user_id: int) -> Overview:
        """Return the person's videos as a map, and their weeks."""
        return await overview(self._memory, await self._person(user_id), self._clock())


def _named(person: Person) -> list[str]:
    return [text for each in person.categories for text in (each.name, *each.keywords)]
