"""Persons as the store remembers them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from daemon.personas_rows import from_rows
from daemon.store import Store
from daemon.store.categories import Category
from recsys.arrays import FloatArray
from recsys.personas import Personas

from .dials import Dials
from .known import Known
from .person import Person, topics_of

EmbedTexts = Callable[[Sequence[str]], Awaitable[Sequence[FloatArray | None]]]


class People:
    """Loads each person once, when they are first needed, and again what has changed in the store."""

    def __init__(self, store: Store, dimensions: int, embed_texts: EmbedTexts) -> None:
        self._store = store
        self._dimensions = dimensions
        self._embed_texts = embed_texts
        self._people: dict[int, Person] = {}
        self._loading = asyncio.Lock()

    def loaded(self, user_id: int) -> Person | None:
        """Return the person if they have been needed before."""
        return self._people.get(user_id)

    def all(self) -> list[Person]:
        """Return everyone who has been loaded."""
        return list(self._people.values())

    async def get(self, user_id: int) -> Person:
        """Return the person, loading them first if need be."""
        async with self._loading:
            if user_id not in self._people:
                person = Person(user_id, Personas.none(self._dimensions))
                await self.load_past(person)
                await self.load_choices(person)
                self._people[user_id] = person
            return self._people[user_id]

    async def load_past(self, person: Person) -> None:
        """Read what the person did."""
        store, user_id = self._store, person.user_id
        person.remember(await store.histories.acts(user_id), await store.ratings.all(user_id))
        person.impressions = await store.histories.impressions(user_id)
        person.known = Known(await store.videos.known_to(user_id))

    async def load_choices(self, person: Person) -> None:
        """Read what the person set: dials, rules, topics, subscriptions, personas."""
        store, user_id = self._store, person.user_id
        person.dials = Dials.from_stored(await store.settings.all(user_id))
        person.rules = await store.rules.all(user_id)
        person.subscriptions = await store.channels.subscriptions(user_id)
        personas = await store.personas.all(user_id)
        person.personas = from_rows(personas, await store.personas.config(user_id), self._dimensions)
        await self._load_topics(person, await store.categories.all(user_id))
        person.forget_taste()

    async def _load_topics(self, person: Person, categories: Sequence[Category]) -> None:
        person.categories = categories
        person.topics = topics_of(categories, await self._embed_texts([each.text for each in categories]))
