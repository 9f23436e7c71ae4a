"""A person's history as arrays and the taste learned from it, kept current while more happens."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from daemon.moments import is_far_from
from recsys.catalog import Catalog
from recsys.history import Event, History
from recsys.personas import Personas
from recsys.taste import Learning, Taste, Topic, felt

from .deeds import Deed

OLDEST_TASTE_SECONDS: Final = 3600.0
"""Evidence fades with time, so a taste is learned again after an hour even when nothing happened."""
LONG_HISTORY: Final = 2_000
"""Events from which on what happens is added to the taste; a shorter history is learned anew in a few milliseconds."""
MOST_FELT: Final = 20
FELT_SECONDS: Final = 60.0
"""So much is added, and for so long, until everything is to be learned anew: in the background, while the old serves."""
PATIENCE: Final = 10
"""Where the background does not come to it for so many times as long, whoever asks next waits for it."""


@dataclass(slots=True)
class KeptTaste:
    """Only ever touched in the arrays' thread."""

    history: History | None = None
    taste: Taste | None = None
    learned_from: int = 0
    """The number of events the taste was learned from."""
    felt: list[tuple[int, Deed]] = field(default_factory=list)
    """What has been added since it was learned, with the rows."""
    is_outdated: bool = False
    """Whether what it was learned from is not what is known now: to be learned anew in the background."""
    _learning: Learning | None = None
    """A newer one that is being made of everything but what has been felt since `_felt_before`."""
    _felt_before: int = 0

    def forget(self) -> None:
        """Have history and taste made anew when they are next needed."""
        self.taste = None
        self.outdate()

    def outdate(self) -> None:
        """Have history and taste made anew; a taste of a long history serves until a newer one is made in the background."""
        self.taste = self.taste if self.learned_from >= LONG_HISTORY else None
        self.history = self._learning = None
        self.felt, self.is_outdated = [], True

    def take(self, taste: Taste, learned_from: int, *, is_current: bool) -> None:
        """Take over a taste that was learned beside this one; one that something happened since is outdated."""
        self.taste, self.learned_from, self.is_outdated = taste, learned_from, False
        if not is_current:
            self.outdate()

    def wake(self, personas: Personas) -> None:
        """Take over how alive the same personas are; a taste with others waits for the background."""
        if self.taste is not None and personas.divide_like(self.taste.personas):
            self.taste = replace(self.taste, personas=personas)

    def is_behind(self, now: float, times: float = 1) -> bool:
        """Return whether so much has been felt, or so long ago, that everything is to be learned anew; `times` as much, as long.

        A short history is learned anew at once, in a few milliseconds. A view of a feed goes by that feed's moment, and the
        background may have learned since: from so little ahead everything is as new as can be.
        """
        if self.taste is None:
            return False
        if self.is_outdated and times == 1:
            return True
        if self.learned_from < LONG_HISTORY:
            return is_far_from(self.taste.learned_at, OLDEST_TASTE_SECONDS, now)
        is_much = len(self.felt) > times * MOST_FELT
        most_seconds = times * (FELT_SECONDS if self.felt else OLDEST_TASTE_SECONDS)
        return is_much or is_far_from(self.taste.learned_at, most_seconds, now)

    def history_of(self, catalog: Catalog, events: Callable[[], Iterable[Event]]) -> History:
        """Return the history, made of `events()` where it is not kept."""
        if self.history is None:
            self.history = History.from_events(events(), catalog)
        return self.history

    def begin_learning(
        self,
        catalog: Catalog,
        history: History,
        *,
        personas: Personas,
        topics: Sequence[Topic],
        now: float,
        followed: Collection[int],
    ) -> Sequence[Callable[[], None]]:
        """Begin to learn everything anew, of what is known now; return the steps that are left before `end_learning`."""
        self._felt_before = len(self.felt)
        self._learning = Learning(catalog, history, personas=personas, topics=topics, now=now, followed=followed)
        return self._learning.steps

    def end_learning(self, catalog: Catalog, personas: Personas) -> bool:
        """Take over what was learned, and feel what happened meanwhile; return False where all was forgotten meanwhile.

        personas: as they are now, for they may have woken or faded meanwhile.
        """
        learning, self._learning = self._learning, None
        if learning is None:
            return False
        taste, since = learning.taste, self.felt[self._felt_before :]
        for row, deed in since:
            taste = felt(catalog, taste, row, deed.event.kind, deed.strength, taste.learned_at)
        self.taste = replace(taste, personas=personas)
        self.felt, self.is_outdated, self.learned_from = since, False, len(learning.history)
        return True

    def follow(self, catalog: Catalog, history: History, deeds: Sequence[Deed], now: float) -> bool:
        """Add deeds to history and taste; return False where everything has to be learned anew before anybody is answered.

        history: everything done before. Old or very many deeds wait for the background. What was liked of a video long ago may
        stand in a group of old events, where it cannot be changed: a deed is felt beside it, until the background has learned
        everything anew.
        """
        if self.taste is None or len(history) < LONG_HISTORY:
            return False
        felt_deeds = [deed for deed in deeds if deed.strength]
        fresh = all(abs(now - deed.event.occurred_at) <= OLDEST_TASTE_SECONDS for deed in felt_deeds)
        if not fresh or len(self.felt) + len(felt_deeds) > PATIENCE * MOST_FELT:
            self.outdate()
            return True
        taste, added = self.taste, list[tuple[int, Deed]]()
        for deed, row in zip(deeds, catalog.rows(deed.event.video_id for deed in deeds).tolist(), strict=True):
            if row < 0:
                return False
            history = history.with_event(row, deed.event, deed.before)
            if deed.strength:
                taste = felt(catalog, taste, row, deed.event.kind, deed.strength, now)
                added.append((row, deed))
        self.taste, self.history = taste, history
        self.felt += added
        return True
