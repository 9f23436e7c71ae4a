"""What the daemon remembers of one person between two requests: acts, ratings, limits, taste."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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
from recsys.fitting import fit
from recsys.history import Event, EventKind, History
from recsys.personas import Personas
from recsys.rankers import RANKERS, HybridRanker, Ranker
from recsys.rankers.hybrid import HybridConfig
from recsys.slate import Weights
from recsys.taste import Taste, Topic, felt, learn

from .dials import Dials
from .known import Known

KIND_OF_ACT: Final = {"watch": EventKind.WATCH, "click": EventKind.CLICK, "saved": EventKind.SAVED}
KIND_OF_RATING: Final = {
    "up": EventKind.THUMBS_UP,
    "down": EventKind.THUMBS_DOWN,
    "not_interested": EventKind.NOT_INTERESTED,
}
OLDEST_TASTE_SECONDS: Final = 3600.0
"""Evidence fades with time, so a taste is learned again after an hour even when nothing happened."""
LONG_HISTORY: Final = 2_000
"""Events from which on what happens is added to the taste; a shorter history is learned anew in a few milliseconds."""
MOST_FELT: Final = 20
FELT_SECONDS: Final = 60.0
"""So much is added, and for so long, until everything is learned anew."""


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
    _unfelt: list[Event] = field(default_factory=list)
    """What happened since and is yet to be added to the taste."""
    _felt: int = 0
    """How much has been added since it was learned."""

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
        self.ratings = {rating.video_id: _rating_event(rating) for rating in ratings}
        self.forget_taste()

    def apply(self, signals: Sequence[Signal], ratings: Sequence[Rating], shown: Mapping[str, int]) -> bool:
        """Follow signals that were just stored, with the ratings and counts of impressions that now hold for their videos.

        Returns whether taste has changed; an impression changes none.
        """
        news = self._news(signals, ratings)
        for video_id in rated_videos(signals):
            self.ratings.pop(video_id, None)
        self.ratings.update({rating.video_id: _rating_event(rating) for rating in ratings})
        if shown:
            self.impressions.update(shown)
            self.made.pop("impressions", None)
        changed = [self._apply(signal) for signal in signals]
        if any(changed):
            self._follow(news)
        return any(changed)

    def forget_taste(self) -> None:
        """Have history and taste made anew when they are next needed."""
        self._taste = None
        self._unfelt, self._felt = [], 0
        self._forget_history()

    def history(self, catalog: Catalog) -> History:
        """Return everything this person did, as arrays."""
        if self._history is None:
            self._history = History.from_events([*self.acts.values(), *self.ratings.values()], catalog)
        return self._history

    def taste(self, catalog: Catalog, now: float) -> Taste:
        """Return the newest taste, learned anew when something has happened since or an hour has gone by."""
        if self._taste is not None and self._unfelt:
            self._taste = self._with_news(catalog, self._taste, now)
        oldest = FELT_SECONDS if self._felt else OLDEST_TASTE_SECONDS
        if self._taste is None or now - self._taste.learned_at > oldest:
            self._unfelt, self._felt = [], 0
            self._taste = learn(
                catalog,
                self.history(catalog),
                personas=self.personas,
                topics=self.topics,
                now=now,
                followed=self._followed(catalog),
            )
        return self._taste

    def fitted(self, catalog: Catalog, now: float) -> HybridConfig:
        """Return the hybrid's weights fitted to this person's history, the defaults while it says too little."""
        rng = np.random.default_rng(self.user_id)
        return fit(catalog, self.history(catalog), now=now, rng=rng, followed=self._followed(catalog))

    def _followed(self, catalog: Catalog) -> set[int]:
        codes = (catalog.channels.code(each.channel_name, each.channel_id) for each in self.subscriptions)
        return {code for code in codes if code >= 0}

    def _news(self, signals: Sequence[Signal], ratings: Sequence[Rating]) -> list[Event] | None:
        """Return what signals add to the taste, or None where adding would not be the same as learning anew.

        That is so for anything about a video that was rated or acted on before: what was said of it no longer holds.
        """
        if self._taste is None or len(self.acts) + len(self.ratings) < LONG_HISTORY:
            return None
        acts = [signal for signal in signals if signal.kind in KIND_OF_ACT]
        events = [_signal_event(signal) for signal in acts] + [_rating_event(rating) for rating in ratings]
        videos = [event.video_id for event in events]
        met = self.ratings.keys() | {act.video_id for act in self.acts.values()} | {e.video_id for e in self._unfelt}
        cleared = set(rated_videos(signals)) - {rating.video_id for rating in ratings}
        whole = all(_says_all(event) for event in events)
        return None if cleared or not whole or len(set(videos)) < len(videos) or met & set(videos) else events

    def _follow(self, news: list[Event] | None) -> None:
        """Have news added to the taste when it is next needed, or everything learned anew."""
        if news is None or self._felt + len(self._unfelt) + len(news) > MOST_FELT:
            self.forget_taste()
        else:
            self._unfelt += news
            self._forget_history()

    def _with_news(self, catalog: Catalog, taste: Taste, now: float) -> Taste | None:
        """Return the taste with what happened since, None when it has to be learned anew."""
        events, self._unfelt = self._unfelt, []
        rows = catalog.rows(event.video_id for event in events)
        fresh = all(abs(now - event.occurred_at) <= OLDEST_TASTE_SECONDS for event in events)
        if not fresh or (rows < 0).any():
            return None
        for event, row in zip(events, rows.tolist(), strict=True):
            taste = felt(catalog, taste, row, event.kind)
        self._felt += len(events)
        return taste

    def _forget_history(self) -> None:
        self._history = None
        self.changes += 1
        self.made.clear()

    def positive_count(self, catalog: Catalog) -> int:
        """Return how many different videos were liked, saved or watched for at least half, and not refused since."""
        history = self.history(catalog)
        wanted = np.unique(history.rows[history.positive])
        return int(np.setdiff1d(wanted, history.rows[history.negative]).size)

    def watched_ids(self) -> set[str]:
        """Return the videos that count as watched: as much of them as the dial says, or nobody knows how much."""
        enough = self.dials.hide_watched_fraction
        return {
            act.video_id
            for act in self.acts.values()
            if act.kind == EventKind.WATCH and not act.value < enough  # NaN, unknown, counts
        }

    def _apply(self, signal: Signal) -> bool:
        video_id = signal.video_id or ""
        if video_id:
            self.known.update([video_id])
        if signal.kind in KIND_OF_ACT:
            self.acts[signal.signal_id] = _signal_event(signal)
        return signal.kind in KIND_OF_ACT or signal.kind in RATING_OF


def rated_videos(signals: Iterable[Signal]) -> list[str]:
    """Return the videos whose rating these signals may have changed."""
    return [signal.video_id for signal in signals if signal.kind in RATING_OF and signal.video_id is not None]


def shown_videos(signals: Iterable[Signal]) -> list[str]:
    """Return the videos whose count of impressions these signals may have changed."""
    kinds = ("impression", "click")
    return [signal.video_id for signal in signals if signal.kind in kinds and signal.video_id is not None]


def _rating_event(rating: Rating) -> Event:
    return Event(rating.video_id, KIND_OF_RATING[rating.rating], rating.rated_at)


def _signal_event(signal: Signal) -> Event:
    value = np.nan if signal.fraction is None else signal.fraction
    return Event(signal.video_id or "", KIND_OF_ACT[signal.kind], signal.occurred_at, value)


def _says_all(event: Event) -> bool:
    """Return whether an event counts with the whole strength of its kind; a part of a video, or a click, may grow."""
    return event.kind != EventKind.CLICK and (event.kind != EventKind.WATCH or not event.value < 1)


def _event_of(act: Act) -> Event:
    return Event(act.video_id, KIND_OF_ACT[act.kind], act.occurred_at, np.nan if act.fraction is None else act.fraction)


def topics_of(categories: Iterable[Category], vectors: Iterable[FloatArray | None]) -> tuple[Topic, ...]:
    """Return the active categories whose words the embedder knows, as the weak events they act as."""
    return tuple(
        Topic(category.name, vector, category.interest_score, category.created_at)
        for category, vector in zip(categories, vectors, strict=True)
        if category.active and vector is not None
    )
