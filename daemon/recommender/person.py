"""What the daemon remembers of one person between two requests: acts, ratings, limits, taste."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np

from daemon.store.categories import Category
from daemon.store.channels import Subscription
from daemon.store.consequences import RATING_OF
from daemon.store.histories import Act
from daemon.store.ratings import Rating
from daemon.store.rules import Rule
from daemon.store.signals import Signal
from recsys.arrays import FloatArray
from recsys.candidates import Lists
from recsys.catalog import Catalog
from recsys.fitting import Exercise, prepare
from recsys.history import Event, EventKind, History
from recsys.personas import Personas
from recsys.rankers import RANKERS, HybridRanker, Ranker
from recsys.slate import Weights
from recsys.taste import Learning, Taste, Topic, felt

from .deeds import KIND_OF_ACT, Deed, act_event, deeds_of, rated_videos, rating_event
from .dials import Dials
from .known import Known

OLDEST_TASTE_SECONDS: Final = 3600.0
"""Evidence fades with time, so a taste is learned again after an hour even when nothing happened."""
LONG_HISTORY: Final = 2_000
"""Events from which on what happens is added to the taste; a shorter history is learned anew in a few milliseconds."""
MOST_FELT: Final = 20
FELT_SECONDS: Final = 60.0
"""So much is added, and for so long, until everything is to be learned anew: in the background, while the old serves."""
PATIENCE: Final = 10
"""Where the background does not come to it for so many times as long, whoever asks next waits for it."""


@dataclass(frozen=True, slots=True)
class KeptLists:
    """Lists of candidates, and what they were made of."""

    lists: Lists
    changes: int
    """`Person.changes` at the time."""
    known: int
    """Videos the person knew."""
    made_at: float


@dataclass(slots=True)
class Person:
    """One person's state; filled by the loader (`people`), kept current by `apply`."""

    user_id: int
    personas: Personas
    acts: dict[str, Event] = field(default_factory=dict)
    """Watches, clicks and saves by the id of their signal."""
    ratings: dict[str, Event] = field(default_factory=dict)
    """The rating that holds, by video."""
    impressions: dict[str, int] = field(default_factory=dict)
    known: Known = field(default_factory=Known)
    """Videos that may be shown to this person."""
    topics: tuple[Topic, ...] = ()
    subscriptions: Sequence[Subscription] = ()
    rules: Sequence[Rule] = ()
    topic_vectors: Mapping[str, FloatArray] = field(default_factory=dict)
    """Of the topics that rules name, as embedded; without those whose words nobody knows."""
    categories: Sequence[Category] = ()
    dials: Dials = field(default_factory=Dials)
    hybrid: HybridRanker = field(default_factory=HybridRanker)
    """The hybrid with the weights that serve this person."""
    trained: Ranker | None = None
    """A ranker that learned from this person's slates and passed the gate; it stands on `hybrid`."""
    made: dict[str, Any] = field(default_factory=dict)
    """Arrays made of the above (see `limits`), dropped when what they were made of changes."""
    changes: int = 0
    """How often what taste is made of has changed."""
    lists: KeptLists | None = None
    """Candidates as last proposed (see `lists`); they outlive what they were made of until they are made anew."""
    _history: History | None = None
    _taste: Taste | None = None
    _learned_from: int = 0
    """The number of events it was learned from."""
    _felt: list[tuple[int, Deed]] = field(default_factory=list)
    """What has been added since it was learned, with the rows."""
    _learning: Learning | None = None
    """A newer one that is being made of everything but what has been felt since `_felt_before`."""
    _felt_before: int = 0
    _is_outdated: bool = False
    """Whether what it was learned from is not what is known now: to be learned anew in the background."""

    def ranker(self, name: str | None = None) -> Ranker:
        """Return this person's ranker of a name, by default as their dial says: fitted weights, a trained model."""
        name = name or self.dials.ranker
        own = {"auto": self.trained or self.hybrid, "hybrid": self.hybrid}
        return own.get(name) or RANKERS[name]

    def weights(self) -> Weights:
        """Return how much each factor of a score matters to this person."""
        dials = self.dials
        return Weights(channel_boost=dials.channel_boost, view_health=dials.view_health, recency=dials.freshness)

    def remember(self, acts: Iterable[Act], ratings: Iterable[Rating]) -> None:
        """Take over what is stored."""
        self.acts = {act.signal_id: _event_of(act) for act in acts}
        self.ratings = {rating.video_id: rating_event(rating) for rating in ratings}
        self.outdate_taste()

    def apply(
        self,
        catalog: Catalog,
        signals: Sequence[Signal],
        ratings: Sequence[Rating],
        shown: Mapping[str, int],
        now: float,
    ) -> bool:
        """Follow signals that were just stored, with the ratings and counts of impressions that now hold for their videos.

        Returns whether taste has changed; an impression changes none.
        """
        deeds = deeds_of(self.acts, self.ratings, signals, ratings)
        followed = deeds is not None and self._follow(catalog, deeds, now)  # with the acts as they were
        for video_id in rated_videos(signals):
            self.ratings.pop(video_id, None)
        self.ratings.update({rating.video_id: rating_event(rating) for rating in ratings})
        if shown:
            self.impressions.update(shown)
            self.made.pop("impressions", None)
        changed = [self._apply(signal) for signal in signals]
        if any(changed) and not followed:
            self.forget_taste()
        return any(changed)

    def forget_taste(self) -> None:
        """Have history and taste made anew when they are next needed."""
        self._taste = None
        self.outdate_taste()

    def outdate_taste(self) -> None:
        """Have history and taste made anew; a taste of a long history serves until a newer one is made in the background."""
        self._taste = self._taste if self._learned_from >= LONG_HISTORY else None
        self._history = self._learning = None
        self._felt, self._is_outdated = [], True
        self._note_change()

    def choose(
        self,
        *,
        personas: Personas,
        categories: Sequence[Category],
        topics: tuple[Topic, ...],
        subscriptions: Sequence[Subscription],
    ) -> None:
        """Take over what the person chose, and how alive each persona is; taste is kept where it would be the same."""
        is_same = (len(topics), categories, subscriptions) == (len(self.topics), self.categories, self.subscriptions)
        if is_same and personas.divide_like(self.personas):
            if self._taste is not None and personas.divide_like(self._taste.personas):
                self._taste = replace(self._taste, personas=personas)
            self._note_change()
        elif is_same and personas.clustered_at != self.personas.clustered_at:
            self.outdate_taste()
        else:
            self.forget_taste()
        self.personas, self.categories, self.topics, self.subscriptions = personas, categories, topics, subscriptions

    def history(self, catalog: Catalog) -> History:
        """Return everything this person did, as arrays."""
        if self._history is None:
            self._history = History.from_events([*self.acts.values(), *self.ratings.values()], catalog)
        return self._history

    def taste(self, catalog: Catalog, now: float) -> Taste:
        """Return the newest taste, with everything felt that happened since it was learned."""
        if self._taste is None or self.is_behind(now, PATIENCE):
            for step in self.begin_learning(catalog, now):
                step()
            self.end_learning(catalog)
        assert self._taste is not None
        return self._taste

    def is_behind(self, now: float, times: float = 1) -> bool:
        """Return whether so much has been felt, or so long ago, that everything is to be learned anew; `times` as much, as long.

        A short history is learned anew at once, in a few milliseconds.
        """
        if self._taste is None:
            return False
        if self._is_outdated and times == 1:
            return True
        age = now - self._taste.learned_at
        if self._learned_from < LONG_HISTORY:
            return age > OLDEST_TASTE_SECONDS
        is_much = len(self._felt) > times * MOST_FELT
        return is_much or age > times * (FELT_SECONDS if self._felt else OLDEST_TASTE_SECONDS)

    def begin_learning(self, catalog: Catalog, now: float) -> Sequence[Callable[[], None]]:
        """Begin to learn everything anew, of what is known now; return the steps that are left before `end_learning`."""
        self._felt_before = len(self._felt)
        self._learning = Learning(
            catalog,
            self.history(catalog),
            personas=self.personas,
            topics=self.topics,
            now=now,
            followed=self._followed(catalog),
        )
        return self._learning.steps

    def end_learning(self, catalog: Catalog) -> None:
        """Take over what was learned, and feel what happened meanwhile; nothing where all was forgotten."""
        learning, self._learning = self._learning, None
        if learning is None:
            return
        taste, since = learning.taste, self._felt[self._felt_before :]
        for row, deed in since:
            taste = felt(catalog, taste, row, deed.event.kind, deed.strength, taste.learned_at)
        self._taste = replace(taste, personas=self.personas)  # they may have woken or faded meanwhile
        self._felt, self._is_outdated, self._learned_from = since, False, len(learning.history)
        self._note_change()

    def exercise(self, catalog: Catalog, now: float) -> Exercise | None:
        """Return what this person's weights are fitted to; the same history gives the same. None while it says too little."""
        rng = np.random.default_rng(self.user_id)
        return prepare(catalog, self.history(catalog), now=now, rng=rng, followed=self._followed(catalog))

    def _followed(self, catalog: Catalog) -> set[int]:
        codes = (catalog.channels.code(each.channel_name, each.channel_id) for each in self.subscriptions)
        return {code for code in codes if code >= 0}

    def _follow(self, catalog: Catalog, deeds: Sequence[Deed], now: float) -> bool:
        """Add deeds to history and taste; return False where everything has to be learned anew before anybody is answered.

        Old or very many deeds wait for the background. What was liked of a video long ago may stand in a group of old events,
        where it cannot be changed: a deed is felt beside it, until the background has learned everything anew.
        """
        if not deeds:
            return True
        if self._taste is None:
            return False
        taste, history = self._taste, self.history(catalog)
        if len(history) < LONG_HISTORY:
            return False
        felt_deeds = [deed for deed in deeds if deed.strength]
        fresh = all(abs(now - deed.event.occurred_at) <= OLDEST_TASTE_SECONDS for deed in felt_deeds)
        if not fresh or len(self._felt) + len(felt_deeds) > PATIENCE * MOST_FELT:
            self.outdate_taste()
            return True
        added: list[tuple[int, Deed]] = []
        for deed, row in zip(deeds, catalog.rows(deed.event.video_id for deed in deeds).tolist(), strict=True):
            if row < 0:
                return False
            history = history.with_event(row, deed.event, deed.before)
            if deed.strength:
                taste = felt(catalog, taste, row, deed.event.kind, deed.strength, now)
                added.append((row, deed))
        self._taste, self._history = taste, history
        self._felt += added
        self._note_change()
        return True

    def _note_change(self) -> None:
        """Have everything that was made of the acts and ratings made anew."""
        self.changes += 1
        self.made.clear()

    def positive_count(self, catalog: Catalog) -> int:
        """Return how many different videos were liked, saved or watched for at least half, and not refused since."""
        history = self.history(catalog)
        wanted = np.unique(history.rows[history.positive])
        return int(np.setdiff1d(wanted, history.rows[history.negative]).size)

    def met(self, video_ids: Iterable[str]) -> bool:
        """Return whether the person did anything with one of these videos."""
        looked_for = frozenset(video_ids)
        return any(act.video_id in looked_for for act in tuple(self.acts.values())) or not looked_for.isdisjoint(
            self.ratings
        )

    def watched_ids(self) -> set[str]:
        """Return the videos that count as watched: as much of them as the dial says, or nobody knows how much."""
        enough = self.dials.hide_watched_fraction
        acts = tuple(self.acts.values())  # in one step: the loop asks while the arrays' thread adds to them
        return {
            act.video_id
            for act in acts
            if act.kind == EventKind.WATCH and not act.value < enough  # NaN, unknown, counts
        }

    def _apply(self, signal: Signal) -> bool:
        video_id = signal.video_id or ""
        if video_id:
            self.known.update([video_id])
        if signal.kind in KIND_OF_ACT:
            self.acts[signal.signal_id] = act_event(signal, self.acts.get(signal.signal_id))
        return signal.kind in KIND_OF_ACT or signal.kind in RATING_OF


def shown_videos(signals: Iterable[Signal]) -> list[str]:
    """Return the videos whose count of impressions these signals may have changed."""
    kinds = ("impression", "click")
    return [signal.video_id for signal in signals if signal.kind in kinds and signal.video_id is not None]


def _event_of(act: Act) -> Event:
    return Event(act.video_id, KIND_OF_ACT[act.kind], act.occurred_at, np.nan if act.fraction is None else act.fraction)


def topics_of(categories: Iterable[Category], vectors: Iterable[FloatArray | None]) -> tuple[Topic, ...]:
    """Return the active categories whose words the embedder knows, as the weak events they act as."""
    return tuple(
        Topic(category.name, vector, category.interest_score, category.created_at)
        for category, vector in zip(categories, vectors, strict=True)
        if category.active and vector is not None
    )
