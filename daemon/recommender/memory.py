"""Everything in memory that is stored on the disk as well: one catalogue, one state per person, one thread for them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeVar

from daemon.errors import OwnFeedError
from daemon.settings import Settings
from daemon.store import Store
from daemon.store.videos import VideoFacts
from recsys.arrays import FloatArray
from recsys.catalog import Catalog
from recsys.embedding import Embedder

from . import loading
from .library import Embedded, Library
from .people import People
from .person import LearnedTaste, Person, Texts
from .turns import Run, Turns

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Everything there is among another model's vectors."""

    catalog: Catalog
    """As it was a moment ago, through these vectors, prepared."""
    texts: Texts
    """Of interests and of the topics of rules."""
    tastes: dict[int, LearnedTaste]
    """By person."""


PIECE: Final = 1_000
"""Videos taken in at once: a hundredth of a second's work."""


class Memory:
    """Loaded in the background at the start; `run` and `run_between` are the only ways to touch arrays, in the one thread that owns them."""

    library: Library
    people: People

    def __init__(
        self, store: Store, settings: Settings, timed: Callable[[str], AbstractContextManager[object]] = nullcontext
    ) -> None:
        self._store = store
        self._settings = settings
        self._timed = timed
        self._turns = Turns()
        self.replacing = asyncio.Lock()
        """Held while the arrays are made anew or get other vectors."""
        self._model: asyncio.Future[str]
        self._embedder: asyncio.Future[Embedder]
        """Of the model in service; whoever waits for one that is still being loaded is given the one that takes its place."""
        self._loading_embedder: asyncio.Task[Embedder]
        self._loaded: asyncio.Future[None]
        self._loading: asyncio.Task[None]

    def start(self, on_loaded: Callable[[], None]) -> None:
        """Begin to load; `on_loaded` is called each time everything has been read (anew)."""
        self._model = asyncio.ensure_future(loading.model_in_service(self._store, self._settings))
        loop = asyncio.get_running_loop()
        self._embedder, self._loaded = loop.create_future(), loop.create_future()
        self._loading_embedder = asyncio.create_task(self._load_embedder(), name="embedder-loading")
        self._loading_embedder.add_done_callback(self._embedder_loaded)
        self._loading = asyncio.create_task(self._load(on_loaded), name="recommender-loading")

    async def stop_loading(self) -> None:
        """Give up what is not loaded yet; whoever waits for it is told so."""
        self._loading.cancel()
        await asyncio.gather(self._loading, return_exceptions=True)
        if not self._loaded.done():
            self._loaded.cancel()

    def close(self) -> None:
        """End the thread after what it is doing, and let go of everything.

        aiohttp keeps the applications it has lately answered for, and the daemon may start again in this process: nothing large
        is to hang on the one that ended.
        """
        self._turns.close()
        self._loading_embedder.remove_done_callback(self._embedder_loaded)
        self._loading_embedder.cancel()
        self._embedder.cancel()
        vars(self).clear()
        loading.let_go()

    async def ready(self) -> None:
        """Return when what is stored is in memory; raises what loading raised."""
        await asyncio.shield(self._loaded)

    async def run(self, work: Callable[[], T]) -> T:
        """Do something with the arrays in their thread, which somebody waits for."""
        return await self._turns.at_once(work)

    async def run_between(self, step: Callable[[], T]) -> T:
        """Do a step of what nobody waits for, with the arrays in their thread, once nobody else needs it."""
        return await self._turns.between(step)

    @property
    def catalog(self) -> Catalog:
        """Everybody's videos; only after `ready`."""
        return self.library.catalog

    @property
    def embeds(self) -> bool:
        """Whether the model in service is loaded, or still may be."""
        return not self._embedder.done() or (not self._embedder.cancelled() and self._embedder.exception() is None)

    async def embedder(self) -> Embedder:
        """Return the embedder, waiting for it; raises NotReady when it cannot be loaded."""
        return await loading.required(self._embedder)

    async def person(self, user_id: int) -> Person:
        """Return a person's state, loading it when they are met for the first time."""
        await self.ready()
        return await self.people.get(user_id)

    async def take(self, facts: Sequence[VideoFacts]) -> Embedded:
        """Take in videos the store has already; return the vectors of those embedded just now."""
        different = list({each.video_id: each for each in facts}.values())

        def take() -> Embedded:
            self.library.take(facts)
            return self.library.embed_unseen(different)

        return await self.run(take)

    async def know(self, video_ids: Sequence[str], run: Run) -> None:
        """Read videos from the store, for they may have come or been described without us; a page is ranked between two pieces."""
        for first in range(0, len(video_ids), PIECE):
            facts = await self._store.videos.many(video_ids[first : first + PIECE])
            await run(partial(self.library.take, facts))

    async def add_vectors(self, video_ids: Sequence[str]) -> None:
        """Read new vectors from the store; the taste of whoever did something with these videos is learned anew."""
        await self.ready()
        await self.know(video_ids, self.run_between)
        model = self.library.model
        found, vectors = await self._store.vectors.of(model, video_ids)
        await self.run_between(
            lambda: self.library.set_vectors(found, vectors) if self.library.model == model else None
        )
        for person in self.people.all():
            await self.run_between(partial(person.outdate_vectors, self.catalog, video_ids))

    async def reread_choices(self, person: Person, run: Run) -> None:
        """Read again what a person chose, and every video they know."""
        await self.people.load_choices(person)
        await self.know(list(person.known), run)
        await self.run(person.outdate)
        loading.leave_to_stay()

    async def renew(self) -> None:
        """Read everything of everybody again, into new arrays."""
        async with self.replacing:
            await self._read(self.library.model, self.library.embedder)

    async def serve(self, embedder: Embedder, elsewhere: Elsewhere) -> None:
        """Have everything compared by another model's vectors, between two pages; the caller holds `replacing`."""

        def at_once() -> None:
            self.library.serve(embedder, elsewhere.catalog)
            for person in self.people.all():
                taste = elsewhere.tastes.get(person.user_id)
                person.change_space(elsewhere.catalog.dimensions, elsewhere.texts, taste)

        await self.run(at_once)
        self._take_over(embedder)
        for person in self.people.all():  # what they chose while this went on
            await self.people.load_choices(person)
            await self.people.load_models(person)
        loading.leave_to_stay()

    async def _load(self, on_loaded: Callable[[], None]) -> None:
        """Load with the embedder if it comes soon; else without, and anew when it has come: its width may differ."""
        try:
            model = await self._model
            embedder = await loading.patiently(self._embedder)
            await self._read(model, embedder)
        except Exception as error:
            self._loaded.set_exception(error)
            if not isinstance(error, OwnFeedError):
                # a value that cannot be is the likeliest reason, and can be put right
                await self._store.require_sound()
            raise
        self._loaded.set_result(None)
        on_loaded()
        if embedder is not None:
            return
        embedder = await self.embedder()
        async with self.replacing:
            if self.library.embedder is not None:  # another model has taken its place meanwhile
                return
            await self._read(model, embedder)
        on_loaded()

    async def _load_embedder(self) -> Embedder:
        return await loading.load_embedder(await self._model, self._settings)

    def _embedder_loaded(self, task: asyncio.Task[Embedder]) -> None:
        if task.cancelled() or self._embedder.done():  # another has taken its place, or nobody waits any more
            return
        if (error := task.exception()) is not None:
            self._embedder.set_exception(error)
        else:
            self._embedder.set_result(task.result())

    def _take_over(self, embedder: Embedder) -> None:
        self._loading_embedder.cancel()
        if self._embedder.done():
            self._embedder = asyncio.get_running_loop().create_future()
        self._embedder.set_result(embedder)

    async def _read(self, model: str, embedder: Embedder | None) -> None:
        library = await loading.read_library(self._store, model, embedder)
        library.timed = self._timed
        self.library = library
        self.people = People(self._store, library, self._embed_texts, self.run)
        for user in await self._store.users.all():
            await self.people.get(user.user_id)
        loading.leave_to_stay()

    async def _embed_texts(self, texts: Sequence[str]) -> Sequence[FloatArray | None]:
        return await self.run(lambda: [self.library.embed_text(text) for text in texts])
