"""A person's history as arrays and the taste learned from it, kept current while more happens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from daemon.moments import is_far_from
from recsys.catalog import Catalog
from recsys.history import Event, History
from recsys.personas import Personas
from recsys.taste import Taste, felt

from .deeds import Deed

OLDEST_TASTE_SECONDS: Final = 3600.0
"""Evidence fades with time, so a taste is learned again after an hour even when nothing happened."""
LONG_HISTORY: Final = 2_000
"""Events from which on what happens is added to the taste; a shorter history is learned anew in a few milliseconds."""
MOST_FELT: Final = 20
FELT_SECONDS: Final = 60.0
"""So much is added, and for so long, until everything is to be learned anew: in the background, while the old serves."""
MOST_AT_ONCE: Final = 8
"""Of what is told together; each takes some thousandths of a second, and a queue that empties tells hundreds."""
PATIENCE: Final = 10
"""Where the background does not come to it for so many times as long, whoever asks next waits for it."""


@dataclass(slots=True)
class Begun:
    """A taste that is being learned, of everything but what has been felt since."""

    events: int
    felt: int
    is_outdated: bool = False
    """Whether it will lack something when it is done."""


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
    _begun: Begun | None = None
    """A newer one that is being learned."""

    def forget(self) -> None:
        """Have history and taste made anew when they are next needed."""
        self.taste = None
        self.outdate()

    def outdate(self) -> None:
        """Have history and taste made anew; a taste of a long history serves until a newer one is made in the background."""
        self.taste = self.taste if self.serves_long else None
        self.history = self._begun = None
        self.felt, self.is_outdated = [], True

    @property
    def serves_long(self) -> bool:
        """Whether there is a taste of a long history, which serves until the background has made a newer one."""
        return self.taste is not None and self.learned_from >= LONG_HISTORY

    def outdate_taste(self) -> None:
        """Have the taste of a long history made anew, though the history is known.

        What is being learned serves until then: else, where one thing follows the other, nothing new would ever.
        """
        self.is_outdated = True
        if self._begun is not None:
            self._begun.is_outdated = True

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

    def begin_learning(self, history: History) -> Begun:
        """Note what a newer taste is learned of; `end_learning` is given what is returned."""
        self._begun = Begun(len(history), len(self.felt))
        return self._begun

    def end_learning(self, begun: Begun, catalog: Catalog, taste: Taste, personas: Personas) -> bool:
        """Take over what was learned, and feel what happened meanwhile; return False where all was forgotten meanwhile.

        personas: as they are now, for they may have woken or faded meanwhile.
        """
        if self._begun is not begun:
            return False
        since = self.felt[begun.felt :]
        for row, deed in since:
            taste = felt(catalog, taste, row, deed.event.kind, deed.strength, taste.learned_at)
        self.taste = replace(taste, personas=personas)
        self.felt, self.is_outdated, self.learned_from, self._begun = since, begun.is_outdated, begun.events, None
        return True

    def follow(self, catalog: Catalog, history: History, deeds: Sequence[Deed], now: float) -> bool:
        """Add deeds to history and taste; return False where everything has to be learned anew before anybody is answered.

        history: everything done before. Old deeds, and all but the strongest of many at once, wait for the background. What was
        liked of a video long ago may stand in a group of old events, where it cannot be changed: a deed is felt beside it,
        until the background has learned everything anew.
        """
        rows = catalog.rows(deed.event.video_id for deed in deeds).tolist()
        if self.taste is None or len(history) < LONG_HISTORY or min(rows) < 0:
            return False
        telling = [(row, deed) for row, deed in zip(rows, deeds, strict=True) if deed.strength]
        fresh = [each for each in telling if abs(now - each[1].event.occurred_at) <= OLDEST_TASTE_SECONDS]
        room = min(MOST_AT_ONCE, max(PATIENCE * MOST_FELT - len(self.felt), 0))
        felt_now = sorted(fresh, key=lambda each: -abs(each[1].strength))[:room]
        if len(felt_now) < len(telling):
            if not self.serves_long:
                return False
            self.outdate_taste()
        taste = self.taste
        for row, deed in felt_now:
            taste = felt(catalog, taste, row, deed.event.kind, deed.strength, now)
        told = [(row, deed.event, deed.before) for row, deed in zip(rows, deeds, strict=True)]
        self.taste, self.history = taste, history.with_events(told)
        self.felt += felt_now
        return True
