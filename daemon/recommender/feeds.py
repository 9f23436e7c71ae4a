"""Everybody's feed: made ahead where somebody takes it up, logged before anybody sees it, and made anew when it no longer holds."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

from daemon.errors import DiskFull, NotReady
from daemon.events import Events, News
from daemon.store import Store
from recsys.slate import Slate

from .learning import learn_anew
from .lists import are_old, lacks_lists, renew_lists
from .making import Asked, make_feed
from .memory import Memory
from .person import Person
from .refresher import Refresher
from .rulings import next_turn
from .slates import Feed, feed_of, logged, new_slate_id
from .turns import Waited
from .writes import Writes

HOUR_SECONDS: Final = 3600.0
"""Age and fading change a feed even when nothing happens."""
MOST_VIEWS: Final = 20
"""Of a feed that are kept: whoever types a topic looks through another with every letter."""


class Feeds:
    """The feed of each person, and what it is made from: their lists of candidates and what is learned of their taste."""

    def __init__(
        self,
        store: Store,
        memory: Memory,
        person: Callable[[int], Awaitable[Person]],
        *,
        events: Events,
        clock: Callable[[], float],
        writes: Writes,
        waited: Waited,
    ) -> None:
        """person(user_id): the state to make a feed of, once there is one. writes: where slates are logged.

        events: told of each new feed. waited: whether somebody waits for lists that are being made.
        """
        self._store = store
        self._memory = memory
        self._person = person
        self._events = events
        self._clock = clock
        self._writes = writes
        self._waited = waited
        self._feeds: dict[int, Feed] = {}
        self._behind: set[int] = set()
        """Whose feed would be another now, which it was not worth while to make."""
        self._refresher = Refresher(self._make, repeat_seconds=HOUR_SECONDS)
        self._lister = Refresher(self._make_lists)
        self._learner = Refresher(self._learn)

    # Asked

    async def newest(self, user_id: int, *, with_all: bool) -> Feed:
        """Return the newest feed there is; with_all: of everything that is in memory. Raises NotReady where none can be made."""
        if not self._holds(user_id) or (with_all and user_id in self._behind):
            self._refresher.changed(user_id)
        await self._refresher.fresh(user_id)
        if user_id not in self._feeds:
            raise NotReady("Your feed could not be made just now; `ownfeed status` says more.")
        feed = self._feeds[user_id]
        feed.was_seen = True
        return feed

    async def view(self, user_id: int, feed: Feed, asked: Asked) -> Feed:
        """Return their feed seen through a mood, a topic or without a filter; it is kept with the feed."""
        if asked not in feed.views:
            while len(feed.views) >= MOST_VIEWS:
                del feed.views[next(iter(feed.views))]
            slate, _ = await self._slate(await self._person(user_id), asked, feed.made_at)
            feed.views[asked] = feed_of(slate, self._memory.catalog, feed.slate_id, feed.made_at)
        return feed.views[asked]

    def shows_nothing(self, user_id: int) -> bool:
        """Whether there is a feed, and it is empty."""
        return user_id in self._feeds and not self._feeds[user_id].items

    # Told

    def changed(self, user_id: int) -> None:
        """Have the feed made anew at once."""
        self._refresher.changed(user_id)

    def all_changed(self) -> None:
        """Have everybody's feed made anew at once."""
        for person in self._memory.people.all():
            self.changed(person.user_id)

    def would_differ(self, user_id: int, *, urgent: bool) -> None:
        """Have the feed made anew where somebody takes it up; else whoever asks next waits for it.

        A feed is logged with all its features, 47 kB, when it is made: somebody who watches for an hour tells hundreds of
        changes, and may ask for no feed. An urgent change is made for whoever only looks, too: they hear of it.
        """
        feed, person = self._feeds.get(user_id), self._memory.people.loaded(user_id)
        if feed is None or not feed.items or feed.was_given or (urgent and feed.was_seen):
            self._refresher.changed(user_id, urgent=urgent)
            return
        self._behind.add(user_id)
        if urgent:
            self._refresher.expected(user_id)
        if person is not None:
            self.learn_if_behind(person, self._clock())

    def learn_if_behind(self, person: Person, now: float) -> None:
        """Have learned anew, in time, what is older than the person's taste may be."""
        if person.kept.is_behind(now):
            self._learner.changed(person.user_id, urgent=False)

    def forget(self, user_id: int) -> None:
        """Keep nothing of a person whose data were deleted."""
        self._feeds.pop(user_id, None)

    async def settled(self) -> None:
        """Return when every feed is as new as it will get without something happening; for tests."""
        for refresher in (self._refresher, self._learner, self._lister, self._refresher):
            await refresher.settled()

    async def close(self) -> None:
        """Finish what is being made."""
        for refresher in (self._learner, self._lister, self._refresher):
            await refresher.close()

    # Inside

    def _holds(self, user_id: int) -> bool:
        """Whether there is a feed, of the rules that are in force: a timer that was to make the next may have slept with the machine."""
        return user_id in self._feeds and self._clock() < self._feeds[user_id].holds_until

    async def _make(self, user_id: int) -> None:
        """Make a new feed and log it before anybody sees it, unless there is no room."""
        self._behind.discard(user_id)  # before anything is awaited: what changes meanwhile may be missing
        person, now, asked = await self._person(user_id), self._clock(), Asked("home")
        if lacks_lists(person):
            await renew_lists(self._memory, person, now, self._waited.run_for(user_id))
            person = await self._person(user_id)  # their data may have been deleted between two steps
        slate, model = await self._slate(person, asked, now)
        slate_id, catalog = new_slate_id(), self._memory.catalog
        feed = feed_of(slate, catalog, slate_id, now, next_turn(person, now, asked.surface))
        line = logged(slate, catalog, slate_id=slate_id, user_id=user_id, asked=asked, model=model, now=now)
        with suppress(DiskFull):  # a feed nobody can learn from later is better than none
            await self._writes.add(self._store.slates.log(line))
        self._feeds[user_id] = feed
        self._refresher.again(user_id, feed.holds_until - now)
        if are_old(person, now):
            self._lister.changed(user_id, urgent=False)
        self.learn_if_behind(person, now)
        self._events.tell(News("slate", user_id, {"slate_id": slate_id}))

    async def _slate(self, person: Person, asked: Asked, now: float) -> tuple[Slate, str]:
        """Return a feed, and the embedding model it was made with."""
        library = self._memory.library
        return await self._memory.run(
            lambda: (make_feed(library, person, asked, now, person.chance(library.catalog, now)), library.model)
        )

    async def _make_lists(self, user_id: int) -> None:
        """Make the lists of candidates anew, and soon a feed of them."""
        await renew_lists(self._memory, await self._person(user_id), self._clock(), self._memory.run_between)
        self.would_differ(user_id, urgent=False)

    async def _learn(self, user_id: int) -> None:
        await learn_anew(self._memory, await self._person(user_id), self._clock(), self._memory.run_between)
        self.would_differ(user_id, urgent=False)
