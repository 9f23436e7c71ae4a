"""Ranks pages with what is known this moment, hands out feeds, and has everything it serves written down."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from typing import Final, TypeVar

import numpy as np

from daemon.events import Events
from daemon.settings import Settings
from daemon.store import Store
from daemon.store.signals import Signal
from daemon.store.videos import VideoFacts
from recsys.arrays import FloatArray, IntArray
from recsys.catalog import Catalog
from recsys.embedding import Embedder
from recsys.history import History
from recsys.personas import Personas, positives
from recsys.rankers.hybrid import HybridConfig

from .about import About
from .feeds import Feeds
from .following import Following
from .learning import fit_weights
from .limits import refused
from .making import Asked, Made, Ranked, rank_page
from .memory import Memory
from .person import Person
from .refresher import Refresher
from .slates import Feed, logged, new_slate_id
from .states import Sentence, State, state_of
from .switching import Switching
from .trending import trending
from .turns import Waited
from .what_if import WhatIf
from .writes import Writes

T = TypeVar("T")

RELOAD_SECONDS: Final = 1.0
"""An import arrives in many batches; whoever asks for the feed meanwhile does not wait for the last."""


class Recommender:
    """What handlers and jobs ask; `start` it in a running loop and `close` it."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        events: Events,
        clock: Callable[[], float],
        timed: Callable[[str], AbstractContextManager[object]] = nullcontext,
    ) -> None:
        self._store = store
        self._clock = clock
        self._memory = Memory(store, settings, timed)
        self._waited = Waited(self._memory.run, self._memory.run_between)
        self._reloader = Refresher(self.reload, soon_seconds=RELOAD_SECONDS)
        self._writes = Writes()
        self._feeds = Feeds(
            store, self._memory, self.person, events=events, clock=clock, writes=self._writes, waited=self._waited
        )
        self._following = Following(
            store,
            self._memory,
            self.person,
            clock=clock,
            writes=self._writes,
            feeds=self._feeds.would_differ,
            reloads=self._reloader,
        )
        self.switching = Switching(store, self._memory, settings, clock)
        self._open = asyncio.Event()
        self._open.set()
        self.about = About(self._memory, self.person_up_to_date, clock)
        self.what_if = WhatIf(self._memory, self.person_up_to_date, clock)

    def start(self) -> None:
        """Begin to load; the port answers meanwhile, and `ready` says when it is done."""
        self._memory.start(on_loaded=self._feeds.all_changed)

    async def ready(self) -> None:
        """Return when what is stored is in memory; raises what loading raised."""
        await self._memory.ready()

    async def close(self) -> None:
        """Finish what is being made and written: no slate that was answered is lost."""
        await self._memory.stop_loading()
        await self._reloader.close()
        await self._feeds.close()
        await self.written()
        self._memory.close()

    @property
    def model(self) -> str:
        """The embedding model in service, which may be another than the one that is set; only after `ready`."""
        return self._memory.library.model

    @property
    def catalog(self) -> Catalog:
        """Everybody's videos; only after `ready`."""
        return self._memory.catalog

    async def run(self, work: Callable[[], T]) -> T:
        """Compute with the arrays, in their thread, what somebody waits for."""
        return await self._memory.run(work)

    async def run_between(self, step: Callable[[], T]) -> T:
        """Compute with the arrays, in their thread, what nobody waits for."""
        return await self._memory.run_between(step)

    async def history(self, user_id: int) -> History:
        """Return what a person did, as it is known now; empty for somebody who has not been met yet."""
        await self._following.done()
        person = self._memory.people.loaded(user_id)
        return await self.run(lambda: person.history(self.catalog)) if person else History.empty()

    async def wanted(self, user_id: int) -> tuple[IntArray, FloatArray]:
        """Return the rows a person wanted, and how much (`positives`): of a long history not a thing for the loop."""
        await self._following.done()
        person = self._memory.people.loaded(user_id)

        def wanted() -> tuple[IntArray, FloatArray]:
            return positives(self.catalog, person.history(self.catalog) if person else History.empty())

        return await self.run_between(wanted)

    def personas(self, user_id: int) -> Personas:
        """Return a person's personas as they are in use."""
        person = self._memory.people.loaded(user_id)
        return person.personas if person else Personas.none(self.catalog.dimensions)

    @property
    def embeds(self) -> bool:
        """Whether the model in service is loaded, or still may be; its vectors serve without it, too."""
        return self._memory.embeds

    async def embedder(self) -> Embedder:
        """Return the embedder, waiting for it; raises NotReady when it cannot be loaded."""
        return await self._memory.embedder()

    async def person(self, user_id: int) -> Person:
        """Return the person's state, for reading; waits while data are being deleted.

        What is given to the arrays' thread at once, before anything else is awaited, is of these data.
        """
        while True:
            await self._open.wait()
            person = await self._memory.person(user_id)
            is_theirs = self._memory.people.loaded(user_id) is person  # else all was deleted, or read anew, meanwhile
            if is_theirs and self._open.is_set():
                return person

    async def person_up_to_date(self, user_id: int) -> Person:
        """Return the person's state with everything in it that was told until now."""
        await self.person(user_id)
        await self._following.done()
        return await self.person(user_id)

    async def written(self) -> None:
        """Return when everything that has been answered so far is in memory and can be read in the store."""
        await self._following.done()
        await self._writes.done()

    async def settled(self) -> None:
        """Return when, beside that, every feed is as new as it will get without something happening; for tests."""
        await self.written()
        await self._feeds.settled()

    # Asked

    async def rank(self, user_id: int, cards: Sequence[VideoFacts], asked: Asked) -> Ranked:
        """Order a page's cards; they become known to the person, and the slate is on its way to the log.

        cards: different videos, in the page's own order.
        """
        person, now = await self.person_up_to_date(user_id), self._clock()  # what was acknowledged is felt
        coin = np.random.default_rng()
        made = await self._memory.run(lambda: rank_page(self._memory.library, person, cards, asked, now, coin))
        slate_id = new_slate_id()
        self._writes.add(self._save_page(user_id, made, asked, slate_id, now))
        if made.news:
            # The first cards a newcomer sees must not wait behind "nothing to show".
            self._feeds.would_differ(user_id, urgent=self._feeds.shows_nothing(user_id))
        self._feeds.learn_if_behind(person, now)
        return made.ranked(slate_id)

    async def feed(self, user_id: int) -> Feed:
        """Return the person's current feed, to be given out: the same object, with the same id, until something changes."""
        async with self._waiting(user_id):
            feed = await self._feeds.newest(user_id, with_all=True)
        feed.was_given = True
        return feed

    async def look(self, user_id: int) -> Feed:
        """Return the last feed made, for figures and sentences about it: what can wait may be missing."""
        async with self._waiting(user_id):
            return await self._feeds.newest(user_id, with_all=False)

    async def view(self, user_id: int, asked: Asked) -> Feed:
        """Return the current feed seen through a mood, a topic or without a filter; kept until the feed changes."""
        return await self._feeds.view(user_id, await self.feed(user_id), asked)

    async def state(
        self, person: Person, feed: Feed, paused_until: float | None = None
    ) -> tuple[State, tuple[Sentence, ...]]:
        """Return what a feed of this person's says of itself (`state_of`); of a long history not a thing for the loop."""
        say_nothing = await self._say_nothing(person)
        return await self.run(lambda: state_of(person, self.catalog, len(feed.items), paused_until, say_nothing))

    async def trending(self, person: Person, category: str | None, limit: int) -> list[str]:
        """Return the ids of known videos with the most views per day since they came out, the most first."""
        now = self._clock()
        return await self._memory.run(lambda: trending(self.catalog, person, category, limit, now))

    async def welcome(self, person: Person, video_ids: Sequence[str]) -> list[str]:
        """Return those of some videos that the person knows and has not refused, by a thumb or a rule."""
        now = self._clock()

        def welcome() -> list[str]:
            rows = self._memory.library.rows(video_id for video_id in video_ids if video_id in person.known)
            return self.catalog.video_ids(rows[~refused(person, self.catalog, rows, now)])

        return await self._memory.run(welcome)

    # Told

    def signals_added(self, user_id: int, signals: Sequence[Signal]) -> None:
        """Follow signals that were just committed: whoever sent them does not wait for that, whoever asks next does."""
        self._following.add(user_id, signals)

    async def choices_changed(self, user_id: int) -> None:
        """Read dials, rules, topics, subscriptions and personas again."""
        person = await self.person(user_id)
        await self._memory.people.load_choices(person)
        self._feeds.changed(user_id)

    async def personas_changed(self, user_id: int) -> None:
        """Read the personas again."""
        await self.choices_changed(user_id)

    async def fitted(self, user_id: int) -> HybridConfig:
        """Return the hybrid's weights fitted to a person."""
        return await fit_weights(self._memory, await self.person(user_id), self._clock())

    async def models_changed(self, user_id: int) -> None:
        """Read again which models serve a person."""
        person = await self.person(user_id)
        await self._memory.people.load_models(person)
        self._feeds.changed(user_id)

    async def vectors_added(self, video_ids: Sequence[str]) -> None:
        """Read new vectors from the store."""
        await self._memory.add_vectors(video_ids)
        for person in self._memory.people.all():
            self._feeds.would_differ(person.user_id, urgent=False)

    async def switch_to(self, embedder: Embedder) -> bool:
        """Put another model in service and have every feed made anew; False where it is to be tried again (`Switching.to`)."""
        switched = await self.switching.to(embedder)
        if switched:
            self._feeds.all_changed()
        return switched

    async def reload(self, user_id: int) -> None:
        """Read everything of a person again, after an import."""
        person = await self.person(user_id)
        await self._following.reread(person)
        await self._memory.reread_choices(person, self._waited.run_for(user_id))
        self._feeds.changed(user_id)

    async def videos_found(self, user_id: int, video_ids: Sequence[str]) -> None:
        """Take in videos that were found for this person and are in the store: they are candidates from now on."""
        person = await self.person(user_id)
        await self._memory.know(video_ids, self._memory.run_between)
        await self._memory.run(lambda: person.known.update(video_ids))
        self._feeds.changed(user_id)

    def reload_soon(self, user_id: int) -> None:
        """Reload once the batches of an import have stopped coming, or when the feed is asked for."""
        self._reloader.changed(user_id)

    async def wipe(self, user_id: int) -> int:
        """Delete all of a person's data and everything made of them; return their new epoch.

        Nobody is answered meanwhile, and what was still to be written of the old data is written before. Raises Conflict
        when somebody goes on reading the old data, whose bytes then are still there.
        """
        await self.ready()
        async with self._following.one_at_a_time:  # half of what was told must not be followed in the arrays made anew
            self._open.clear()
            try:
                await self._memory.run(lambda: None)  # whoever was at work has now handed in what is to be written
                await self._writes.done()
                return await self._wipe(user_id)
            finally:
                self._open.set()
                self._feeds.all_changed()

    # Inside

    @asynccontextmanager
    async def _waiting(self, user_id: int) -> AsyncIterator[None]:
        """Wait until everything that was told and imported is in memory, and say that somebody waits for what is made of it."""
        await self.person(user_id)
        await self._following.done()
        with self._waited.by(user_id):
            await self._reloader.fresh(user_id)
            yield

    async def _say_nothing(self, person: Person) -> int:
        """Return of how much that a newcomer liked nothing will ever be learned; with personas nobody counts it."""
        if len(person.personas) > 0:
            return 0
        without = await self.run(lambda: person.positives_without_vector(self.catalog))
        return await self._store.vectors.count_hopeless(self.model, without) if without else 0

    async def _wipe(self, user_id: int) -> int:
        try:
            return await self._store.wipe(user_id)
        finally:  # also where something still read the old data: they are deleted, and only their bytes are left
            self._feeds.forget(user_id)
            self._following.forget()
            await self._memory.renew()

    async def _save_page(self, user_id: int, made: Made, asked: Asked, slate_id: str, now: float) -> None:
        """Write a page down; the three writes are queued together and share a transaction."""
        model, catalog = made.embedded.model, self.catalog
        line = logged(made.slate, catalog, slate_id=slate_id, user_id=user_id, asked=asked, model=model, now=now)
        await asyncio.gather(
            self._store.videos.put(user_id, made.news, "card", now=now),
            self._store.vectors.save(model, made.embedded.video_ids, made.embedded.vectors),
            self._store.slates.log(line),
        )
