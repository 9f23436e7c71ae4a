"""Persons as the store remembers them."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import fields
from functools import partial

import orjson

from daemon.personas_rows import from_rows
from daemon.store import Store
from daemon.store.categories import Category
from daemon.store.models import Model
from daemon.store.rules import Rule
from recsys.arrays import FloatArray
from recsys.personas import Personas
from recsys.rankers import TRAINED, Ranker
from recsys.rankers.hybrid import HybridConfig, HybridRanker
from recsys.taste import Topic

from .dials import Dials
from .library import Library
from .loading import what_stays
from .past import Past
from .person import Person, topics_of

log = logging.getLogger(__name__)

Run = Callable[[Callable[[], bool]], Awaitable[bool]]
EmbedTexts = Callable[[Sequence[str]], Awaitable[Sequence[FloatArray | None]]]


class People:
    """Loads each person once, when they are first needed, and again what has changed in the store."""

    def __init__(self, store: Store, library: Library, embed_texts: EmbedTexts, run: Run) -> None:
        """run(work): do something in the arrays' thread. library: the model in service, and its width, may change there."""
        self._store = store
        self._library = library
        self._embed_texts = embed_texts
        self._run = run
        self._people: dict[int, Person] = {}
        self._loading = asyncio.Lock()
        self._choosing = asyncio.Lock()
        """What is read first is taken over first."""

    def loaded(self, user_id: int) -> Person | None:
        """Return the person if they have been needed before."""
        return self._people.get(user_id)

    def all(self) -> list[Person]:
        """Return everyone who has been loaded."""
        return list(self._people.values())

    async def get(self, user_id: int) -> Person:
        """Return the person, loading them first if need be."""
        async with self._loading:
            while user_id not in self._people:
                model = self._library.model
                person = Person(user_id, Personas.none(self._library.catalog.dimensions))
                person.remember(await self.past(person))
                await self.load_choices(person)
                await self.load_models(person)
                await self._run(partial(self._meet, person, model))
            return self._people[user_id]

    async def past(self, person: Person) -> Past:
        """Return what the person did, as it is stored."""
        store, user_id = self._store, person.user_id
        with what_stays():
            acts, ratings = await store.histories.acts(user_id), await store.ratings.all(user_id)
            impressions, known = await store.histories.impressions(user_id), await store.videos.known_to(user_id)
            gone = await store.videos.gone_for(user_id)

            def past() -> Past:
                return Past.of(acts, ratings, impressions, [each for each in known if each not in person.known], gone)

            return await asyncio.to_thread(past)

    async def load_choices(self, person: Person) -> None:
        """Read what the person set: dials, rules, topics, subscriptions, personas."""
        async with self._choosing:
            while not await self._run(await self._choices(person)):
                pass  # it holds vectors of a model that serves no longer

    async def _choices(self, person: Person) -> Callable[[], bool]:
        """Read what the person set; return what takes it over, unless another model has come into service meanwhile."""
        store, user_id, model = self._store, person.user_id, self._library.model
        dials = Dials.from_stored(await store.settings.all(user_id))
        rules = await store.rules.all(user_id)
        topic_vectors = await self.topic_vectors(rules)
        personas, config = await store.personas.all(user_id), await store.personas.config(user_id)
        categories = await store.categories.all(user_id)
        topics = await self.topics(categories)
        subscriptions = await store.channels.subscriptions(user_id)

        def take() -> bool:
            if self._library.model != model:
                return False
            person.dials, person.rules, person.topic_vectors = dials, rules, topic_vectors
            found = from_rows(personas, config, self._library.catalog.dimensions)
            person.choose(personas=found, categories=categories, topics=topics, subscriptions=subscriptions)
            return True

        return take

    async def topics(self, categories: Sequence[Category]) -> tuple[Topic, ...]:
        """Return the topics that interests by name act as."""
        return topics_of(categories, await self._embed_texts([each.text for each in categories]))

    async def topic_vectors(self, rules: Iterable[Rule]) -> dict[str, FloatArray]:
        """Return the vectors of the topics that rules name."""
        topics = sorted({str(rule.match["topic"]) for rule in rules if "topic" in rule.match})
        vectors = zip(topics, await self._embed_texts(topics), strict=True)
        return {topic: vector for topic, vector in vectors if vector is not None}

    async def load_models(self, person: Person) -> None:
        """Read what was learned for the person; a model that cannot serve today is passed over (see `model/status`)."""
        model = ""
        while model != self._library.model:
            model = self._library.model
            weights = await self._store.models.serving(person.user_id, "hybrid")
            person.hybrid = _hybrid(weights, model)
            stored = await self._store.models.serving(person.user_id, "catboost")
            person.trained = await asyncio.to_thread(_trained, stored, model, person.hybrid)

    def _meet(self, person: Person, model: str) -> bool:
        """Let a person be known, unless another model has come into service since they were begun to be loaded."""
        if self._library.model != model:
            return False
        self._people[person.user_id] = person
        return True


def _hybrid(stored: Model | None, embedding_model: str) -> HybridRanker:
    """Return the hybrid with the weights that were fitted; with the defaults without any, or for those of another embedding."""
    if stored is None or stored.embedding_model != embedding_model:
        return HybridRanker()
    try:
        config = _weights_from(stored.artefact)
    except ValueError as error:
        log.warning("the weights %d of user %s cannot be used: %s", stored.model_id, stored.user_id, error)
        return HybridRanker()
    return HybridRanker(config, version=f"{HybridRanker().version} fitted {stored.version}")


def _weights_from(artefact: bytes) -> HybridConfig:
    """Return stored weights; raises ValueError for others than today's: they were fitted together, or not at all."""
    told = orjson.loads(artefact)
    if not isinstance(told, dict) or told.keys() != {each.name for each in fields(HybridConfig)}:
        raise ValueError("they are others than today's")
    if not all(isinstance(value, float | int) and 0 <= value < math.inf for value in told.values()):
        raise ValueError("one of them is no number from 0 up")
    return HybridConfig(**told)


def _trained(stored: Model | None, embedding_model: str, base: Ranker) -> Ranker | None:
    """Return the ranker of a stored model; None without one, or for one of another embedding or other features."""
    if stored is None or stored.embedding_model != embedding_model:
        return None
    try:
        return TRAINED[stored.kind](stored.artefact, base)
    except ValueError as error:
        log.warning("model %d of user %s cannot serve: %s", stored.model_id, stored.user_id, error)
        return None
