"""Another embedding model takes the place of the one in service: in the background, and at once when it knows every video."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

import numpy as np

from daemon.errors import NotReady
from daemon.settings import Settings
from daemon.store import Store
from daemon.store.embedding_service import Moved
from recsys.arrays import FloatArray, unit_rows
from recsys.catalog import Catalog
from recsys.embedding import Embedder
from recsys.personas import Personas, moved, positives

from . import loading
from .embedding import Backlog
from .memory import Elsewhere, Memory
from .person import LearnedTaste, Person
from .turns import in_steps

PAGE: Final = 4_000
"""Vectors read at once: a page of YouTube's is ranked between two."""
TRIES: Final = 10
"""So often a few videos that have come since all was prepared are caught up with; then it is prepared again."""


class Switching:
    """Knows which model is wanted and why it does not serve; `to` makes the switch."""

    def __init__(self, store: Store, memory: Memory, settings: Settings, clock: Callable[[], float]) -> None:
        self._store = store
        self._memory = memory
        self._settings = settings
        self._clock = clock
        self._refusal = ""

    @property
    def wanted(self) -> str:
        """The model that is to serve."""
        return self._settings.embedding_model

    @property
    def sentence(self) -> str:
        """What a person is to be told: that the wanted model does not load, or is not complete; '' when it serves."""
        serving = self._memory.library.model
        if serving == self.wanted:
            return ""
        if self._refusal:
            return (
                f"The embedding model {self.wanted} could not be loaded ({self._refusal}); {serving} goes on serving."
            )
        return f"The embedding model {serving} serves until every video has its vector of {self.wanted}."

    async def embedder(self) -> Embedder:
        """Load the wanted model. Raises NotReady where it cannot be loaded: the one in service goes on."""
        try:
            embedder = await loading.load_embedder(self.wanted, self._settings)
        except Exception as error:
            self._refusal = loading.first_line(error)
            raise NotReady(self.sentence) from error
        self._refusal = ""
        return embedder

    async def to(self, embedder: Embedder) -> bool:
        """Have everything compared by this model's vectors, in the store and then in memory.

        Returns False, and changes nothing, where many videos have no vector of it yet, or personas were made anew meanwhile. In
        the store it is one transaction; a crash after it finds the new model in service. All that takes time is made before.
        """
        async with self._memory.replacing:
            people = self._memory.people.all()
            elsewhere = await self._prepared(embedder, people)
            stored = [await self._learn(person, elsewhere) for person in people]
            for _ in range(TRIES):
                if await self._store.embedding.switch(embedder.name, stored):
                    await self._memory.serve(embedder, elsewhere)
                    return True
                if not (come := await Backlog(self._store).embed_some(embedder)):
                    break  # personas were made anew
                elsewhere = await self._caught_up(elsewhere, embedder.name, come)
        return False

    async def _prepared(self, embedder: Embedder, people: Sequence[Person]) -> Elsewhere:
        vectors = await self._vectors(embedder)
        catalog = await self._memory.run_between(lambda: self._memory.catalog.through(vectors))
        await asyncio.to_thread(catalog.prepare)  # nobody else has it yet
        texts = sorted({text for person in people for text in _texts(person)})
        return Elsewhere(catalog, await asyncio.to_thread(_embedded, embedder, texts), {})

    async def _caught_up(self, elsewhere: Elsewhere, model: str, come: Sequence[str]) -> Elsewhere:
        """Return what was prepared with a few videos that have come since: whoever scrolls does not have all made anew."""
        await self._memory.know(come, self._memory.run_between)
        video_ids, vectors = await self._store.vectors.of(model, come)

        def caught_up() -> Catalog:
            catalog = self._memory.catalog.caught_up(elsewhere.catalog)
            rows = catalog.rows(video_ids)
            catalog.set_vectors(rows[rows >= 0], vectors[rows >= 0])
            catalog.prepare()
            return catalog

        return replace(elsewhere, catalog=await self._memory.run_between(caught_up))

    async def _vectors(self, embedder: Embedder) -> FloatArray:
        """Return the model's stored vectors by row of the catalogue, (≥ n, e)."""
        vectors = np.zeros((self._memory.catalog.room, embedder.dimensions), np.float32)
        after = 0
        while (page := await self._store.vectors.page(embedder.name, after, PAGE)).video_ids:
            unknown = await self._memory.run_between(partial(self._unknown, page.video_ids))
            await self._memory.know(unknown, self._memory.run_between)
            vectors = await self._memory.run_between(partial(self._with, vectors, page.video_ids, page.vectors))
            after = page.last
        return vectors

    def _unknown(self, video_ids: Sequence[str]) -> list[str]:
        """Return those that nobody has brought into memory yet: an import is told when it is done."""
        rows = self._memory.catalog.rows(video_ids)
        return [video_id for video_id, row in zip(video_ids, rows.tolist(), strict=True) if row < 0]

    def _with(self, vectors: FloatArray, video_ids: Sequence[str], page: FloatArray) -> FloatArray:
        """Return the vectors with one more page, and with room for videos that have come meanwhile."""
        catalog = self._memory.catalog
        if len(catalog) > len(vectors):
            vectors = np.concatenate([vectors, np.zeros((catalog.room - len(vectors), vectors.shape[1]), np.float32)])
        rows = catalog.rows(video_ids)
        vectors[rows[rows >= 0]] = unit_rows(page[rows >= 0])
        return vectors

    async def _learn(self, person: Person, elsewhere: Elsewhere) -> Moved:
        """Learn a person's taste in the other space; return their personas as they are, and as they stand there."""
        before, after = await self._memory.run_between(lambda: self._personas(person, elsewhere.catalog))
        changes, now = person.changes, self._clock()
        taste, events = await in_steps(
            lambda: person.learn_elsewhere(elsewhere.catalog, after, elsewhere.texts, now), self._memory.run_between
        )
        elsewhere.tastes[person.user_id] = LearnedTaste(taste, events, changes)
        return Moved(person.user_id, before.centroids, after.centroids)

    def _personas(self, person: Person, elsewhere: Catalog) -> tuple[Personas, Personas]:
        """Return a person's personas, and the same among the other vectors."""
        catalog, personas = self._memory.catalog, person.personas
        rows, _ = positives(catalog, person.history(catalog))
        return personas, moved(personas, catalog, rows, elsewhere.vectors)


def _texts(person: Person) -> Iterable[str]:
    """Yield what a person's taste and rules hold as vectors of texts."""
    yield from (category.text for category in person.categories)
    yield from person.topic_vectors


def _embedded(embedder: Embedder, texts: Sequence[str]) -> dict[str, FloatArray | None]:
    """Return the vectors of texts; None for one without a known word."""
    vectors = embedder.embed(texts)
    return {text: vector if vector.any() else None for text, vector in zip(texts, vectors, strict=True)}
