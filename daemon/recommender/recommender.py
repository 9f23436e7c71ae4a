"""Ranks pages and feeds with what is known this moment, and has everything it serves written down."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, TypeVar

import numpy as np

from daemon.errors import NotReady
from daemon.events import Events, News
from daemon.settings import Settings
from daemon.store import Store
from daemon.store.signals import Signal
from daemon.store.slates import LoggedSlate
from daemon.store.videos import VideoFacts
from recsys.arrays import FloatArray
from recsys.catalog import Catalog
from recsys.embedding import Embedder
from recsys.history import History
from recsys.personas import Personas
from recsys.slate import Slate

from . import loading
from .library import Library
from .making import Asked, Made, Ranked, RankedItem, make_feed, rank_page
from .people import People
from .person import Person, rated_videos
from .refresher import Refresher
from .slates import Feed, feed_of, logged, new_slate_id
from .trending import trending

__all__ = ["Asked", "Ranked", "RankedItem", "Recommender"]

T = TypeVar("T")
log = logging.getLogger(__name__)

RELOADED_BY: Final = frozenset({"block_channel", "subscribe", "unsubscribe"})
"""Signals whose consequences (rules, subscriptions) are read back from the store."""
HOUR_SECONDS: Final = 3600.0
"""Age and fading change a feed even when nothing happens."""
RELOAD_SECONDS: Final = 1.0
"""An import arrives in many batches; whoever asks for the feed meanwhile does not wait for the last."""


class Recommender:
    """Shared catalogue, one state per person, and one thread in which everything that touches them runs."""

    def __init__(self, store: Store, settings: Settings, events: Events, clock: Callable[[], float]) -> None:
        self._store = store
        self._settings = settings
        self._events = events
        self._clock = clock
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="recommender")
        self._refresher = Refresher(self._make_feed, repeat_seconds=HOUR_SECONDS)
        self._reloader = Refresher(self.reload, soon_seconds=RELOAD_SECONDS)
        self._feeds: dict[int, Feed] = {}
        self._writes: set[asyncio.Task[Any]] = set()
        self._library: Library
        self._people: People
        self._embedder: asyncio.Future[Embedder]
        self._loaded: asyncio.Future[None]
        self._loading: asyncio.Task[None]

    # Life

    def start(self) -> None:
        """Begin to load; the port answers meanwhile, and `ready` says when it is done."""
        self._embedder = loading.start_embedder(self._settings)
        self._loaded = asyncio.get_running_loop().create_future()
        self._loading = asyncio.create_task(self._load(), name="recommender-loading")

    async def ready(self) -> None:
        """Return when what is stored is in memory; raises what loading raised."""
        await asyncio.shield(self._loaded)

    async def close(self) -> None:
        """Finish what is being made and written: no slate that was answered is lost."""
        self._loading.cancel()
        await self._reloader.close()
        await self._refresher.close()
        await asyncio.gather(*self._writes, self._loading, return_exceptions=True)
        self._thread.shutdown()
        self._embedder.cancel()
        if not self._loaded.done():
            self._loaded.cancel()

    # What jobs ask

    @property
    def catalog(self) -> Catalog:
        """Everybody's videos; only after `ready`."""
        return self._library.catalog

    def history(self, user_id: int) -> History:
        """Return what a person did, as it is known now; empty for somebody who has not been met yet."""
        person = self._people.loaded(user_id)
        return person.history(self.catalog) if person else History.empty()

    def personas(self, user_id: int) -> Personas:
        """Return a person's personas as they are in use."""
        person = self._people.loaded(user_id)
        return person.personas if person else Personas.none(self.catalog.dimensions)

    async def embedder(self) -> Embedder:
        """Return the embedder, waiting for it; raises NotReady when it cannot be loaded."""
        return await loading.required(self._embedder)

    # What pages and feeds ask

    async def rank(self, user_id: int, cards: Sequence[VideoFacts], asked: Asked) -> Ranked:
        """Order a page's cards; they become known to the person, and the slate is on its way to the log."""
        person = await self._person(user_id)
        now = self._clock()
        made = await self._in_thread(lambda: rank_page(self._library, person, cards, asked, now, self._rng()))
        slate_id = new_slate_id()
        self._write(self._save_page(user_id, made, asked, slate_id, now))
        if made.news:
            self._refresher.changed(user_id, urgent=False)
        return made.ranked(slate_id)

    async def feed(self, user_id: int) -> Feed:
        """Return the person's current feed: the same object, with the same id, until something changes."""
        await self._person(user_id)
        await self._reloader.fresh(user_id)
        if user_id not in self._feeds:
            self._refresher.changed(user_id)
        await self._refresher.fresh(user_id)
        if user_id not in self._feeds:
            raise NotReady("Your feed could not be made just now; `ownfeed status` says more.")
        return self._feeds[user_id]

    async def view(self, user_id: int, asked: Asked) -> Feed:
        """Return the current feed seen through a mood, a topic or without a filter; kept until the feed changes."""
        feed = await self.feed(user_id)
        if asked not in feed.views:
            person, now = await self._person(user_id), feed.made_at
            slate = await self._in_thread(lambda: make_feed(self._library, person, asked, now, self._rng()))
            feed.views[asked] = feed_of(slate, self.catalog, feed.slate_id, now)
        return feed.views[asked]

    async def trending(self, person: Person, category: str | None, limit: int) -> list[str]:
        """Return the ids of known videos with the most views per day since they came out, the most first."""
        now = self._clock()
        return await self._in_thread(lambda: trending(self.catalog, person, category, limit, now))

    async def person(self, user_id: int) -> Person:
        """Return the person's state, for reading."""
        return await self._person(user_id)

    # What has changed

    async def signals_added(self, user_id: int, signals: Sequence[Signal]) -> None:
        """Follow signals that were just committed."""
        person = await self._person(user_id)
        ratings = await self._store.ratings.of(user_id, rated_videos(signals))
        facts = [each.video or VideoFacts(each.video_id) for each in signals if each.video_id is not None]
        await self._take(facts)
        felt = await self._in_thread(lambda: person.apply(signals, ratings))
        if RELOADED_BY.intersection(signal.kind for signal in signals):
            await self._people.load_choices(person)
            felt = True
        self._refresher.changed(user_id, urgent=felt)

    async def choices_changed(self, user_id: int) -> None:
        """Read dials, rules, topics, subscriptions and personas again."""
        await self._people.load_choices(await self._person(user_id))
        self._refresher.changed(user_id)

    async def personas_changed(self, user_id: int) -> None:
        """Read the personas again."""
        await self.choices_changed(user_id)

    async def vectors_added(self, video_ids: Sequence[str]) -> None:
        """Read new vectors from the store; everybody's taste may be felt in them."""
        await self.ready()
        await self._know(video_ids)
        found, vectors = await self._store.vectors.of(self._settings.embedding_model, video_ids)
        await self._in_thread(lambda: self._library.set_vectors(found, vectors))
        for person in self._people.all():
            await self._in_thread(person.forget_taste)
            self._refresher.changed(person.user_id, urgent=False)

    async def reload(self, user_id: int) -> None:
        """Read everything of a person again: after an import or a wipe."""
        person = await self._person(user_id)
        await self._people.load_past(person)
        await self._people.load_choices(person)
        await self._know(list(person.known))
        await self._in_thread(person.forget_taste)
        self._refresher.changed(user_id)

    def reload_soon(self, user_id: int) -> None:
        """Reload once the batches of an import have stopped coming, and let the jobs look then."""
        self._reloader.changed(user_id)

    async def forget(self, user_id: int) -> None:
        """Forget a person whose data were deleted; nothing made of them is kept."""
        await self.ready()
        self._feeds.pop(user_id, None)
        await self._adopt(self._library.embedder)

    # Inside

    async def _load(self) -> None:
        """Load with the embedder if it comes soon; else without, and anew when it has come: its width may differ."""
        try:
            embedder = await loading.patiently(self._embedder)
            await self._adopt(embedder)
        except Exception as error:
            self._loaded.set_exception(error)
            raise
        self._loaded.set_result(None)
        if embedder is None:
            await self._adopt(await self.embedder())

    async def _adopt(self, embedder: Embedder | None) -> None:
        self._library = await loading.read_library(self._store, self._settings.embedding_model, embedder)
        self._people = People(self._store, self.catalog.dimensions, self._embed_texts)
        for user in await self._store.users.all():
            await self._people.get(user.user_id)
            self._refresher.changed(user.user_id)

    async def _person(self, user_id: int) -> Person:
        await self.ready()
        return await self._people.get(user_id)

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _rng(self) -> np.random.Generator:
        return np.random.default_rng()

    async def _embed_texts(self, texts: Sequence[str]) -> Sequence[FloatArray | None]:
        return await self._in_thread(lambda: [self._library.embed_text(text) for text in texts])

    async def _know(self, video_ids: Sequence[str]) -> None:
        """Read videos from the store, for they may have come or been described behind our back."""
        facts = await self._store.videos.many(video_ids)
        await self._in_thread(lambda: self._library.take(facts))

    async def _take(self, facts: Sequence[VideoFacts]) -> None:
        """Take videos in that came with signals; the store has them already, their vectors follow here."""

        def take() -> tuple[list[str], FloatArray]:
            self._library.take(facts)
            return self._library.embed_unseen(list({each.video_id: each for each in facts}.values()))

        video_ids, vectors = await self._in_thread(take)
        if video_ids:
            self._write(self._store.vectors.save(self._settings.embedding_model, video_ids, vectors))

    async def _make_feed(self, user_id: int) -> None:
        person, now = await self._person(user_id), self._clock()
        asked = Asked("home")
        slate = await self._in_thread(lambda: make_feed(self._library, person, asked, now, self._rng()))
        slate_id = new_slate_id()
        feed = feed_of(slate, self.catalog, slate_id, now)
        await self._store.slates.log(self._logged(slate, user_id, asked, slate_id, now))
        self._feeds[user_id] = feed
        self._events.tell(News("slate", user_id, {"slate_id": slate_id}))

    async def _save_page(self, user_id: int, made: Made, asked: Asked, slate_id: str, now: float) -> None:
        """Write a page down; the three writes are queued together and share a transaction."""
        model = self._settings.embedding_model
        store = self._store
        await asyncio.gather(
            store.videos.put(user_id, made.news, "card", now=now),
            store.vectors.save(model, made.embedded_ids, made.vectors),
            store.slates.log(self._logged(made.slate, user_id, asked, slate_id, now)),
        )

    def _logged(self, slate: Slate, user_id: int, asked: Asked, slate_id: str, now: float) -> LoggedSlate:
        return logged(
            slate,
            self.catalog,
            slate_id=slate_id,
            user_id=user_id,
            asked=asked,
            model=self._settings.embedding_model,
            now=now,
        )

    def _write(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run a write behind the answer; a failure is logged, `close` waits for it."""

        def done(task: asyncio.Task[Any]) -> None:
            self._writes.discard(task)
            if not task.cancelled() and (error := task.exception()) is not None:
                log.error("What was learned from a page could not be saved: %s", error)

        task = asyncio.create_task(work)
        self._writes.add(task)
        task.add_done_callback(done)
