"""What the daemon keeps of one person between two requests: what they did and chose, and the taste learned of it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np

from daemon.store.categories import Category
from daemon.store.channels import Subscription
from daemon.store.consequences import RATING_OF
from daemon.store.rules import Rule
from daemon.store.signals import Signal
from recsys.arrays import FloatArray, IntArray
from recsys.candidates import Lists
from recsys.catalog import Catalog
from recsys.fitting import Exercise, prepare
from recsys.history import Event, History
from recsys.personas import Personas
from recsys.rankers import RANKERS, HybridRanker, Ranker
from recsys.slate import Weights
from recsys.steps import Steps, finish
from recsys.taste import Taste, Topic, learning

from .deeds import KIND_OF_ACT, Deed, act_event, deeds_of, rated_videos, rating_event
from .dials import Dials
from .kept_taste import PATIENCE, KeptTaste
from .known import Impressions, Known
from .past import Past, Told, watched_fractions

Texts: TypeAlias = Mapping[str, FloatArray | None]
"""Vectors of texts; None without a known word."""


@dataclass(frozen=True, slots=True)
class KeptLists:
    """Lists of candidates, and what they were made of."""

    lists: Lists
    changes: int
    """`Person.changes` at the time."""
    known: int
    """Videos the person knew."""
    made_at: float
    holds_until: float = math.inf
    """When other rules may be in force, which let other videos in."""


@dataclass(frozen=True, slots=True)
class LearnedTaste:
    """A person's taste among another model's vectors, and what it was learned from."""

    taste: Taste
    events: int
    changes: int
    """`Person.changes` at the time."""


@dataclass(slots=True)
class Person:
    """One person's state; filled by the loader (`people`), kept current by `apply`."""

    user_id: int
    personas: Personas
    acts: dict[str, Event] = field(default_factory=dict)
    """Watches, clicks and saves by the id of their signal."""
    watched: dict[str, float] = field(default_factory=dict)
    """The greatest watched fraction, by video; what was watched nobody knows how much of counts as whole."""
    ratings: dict[str, Event] = field(default_factory=dict)
    """The rating that holds, by video."""
    impressions: Impressions = field(default_factory=Impressions)
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
    kept: KeptTaste = field(default_factory=KeptTaste)
    """History and taste, made of the above and kept current."""

    def ranker(self, name: str | None = None) -> Ranker:
        """Return this person's ranker of a name, by default as their dial says: fitted weights, a trained model."""
        name = name or self.dials.ranker
        own = {"auto": self.trained or self.hybrid, "hybrid": self.hybrid, "catboost": self.trained}
        return own.get(name) or RANKERS[name]

    def compared(self) -> tuple[Ranker, Ranker] | None:
        """Return the two rankers whose orders are interleaved; None where none are, or where they are no two.

        A trained one may not be there yet, or any more, and `auto` be the other.
        """
        names = self.dials.compare
        if names is None or ("catboost" in names and self.trained is None):
            return None
        first, second = (self.ranker(name) for name in names)
        return None if first.name == second.name else (first, second)

    def weights(self) -> Weights:
        """Return how much each factor of a score matters to this person."""
        dials = self.dials
        return Weights(channel_boost=dials.channel_boost, view_health=dials.view_health, recency=dials.freshness)

    def remember(self, past: Past, since: Iterable[Told] = ()) -> None:
        """Take over what is stored, and what was told since that began to be read, some of which may be in it."""
        self.acts, self.watched, self.ratings = past.acts, past.watched, past.ratings
        self.impressions = past.impressions
        self.known.forget(past.gone)
        self.known.update(past.known)
        for told in since:
            self._note(told)
        self.outdate()

    def apply(self, catalog: Catalog, told: Told, now: float) -> bool:
        """Follow what was just told. Returns whether a feed should show it at once.

        That is what was rated or begun, and a watch that has come to count as wanted or as watched; an impression, and a watch
        that merely goes on, can wait.
        """
        deeds = deeds_of(self.acts, self.ratings, told.signals, told.ratings)
        followed = deeds is not None and self._follow(catalog, deeds, now)  # with the acts as they were
        before = self._watched_of(told.signals)
        changed = self._note(told)
        if changed and not followed:
            self.forget_taste()
        rated = any(signal.kind in RATING_OF for signal in told.signals)
        goes_on = deeds is not None and not rated and all(deed.goes_on for deed in deeds)
        return changed and not (goes_on and before == self._watched_of(told.signals))

    def forget_taste(self) -> None:
        """Have history and taste made anew when they are next needed."""
        self.kept.forget()
        self._note_change()

    def outdate(self) -> None:
        """Have history and taste made anew; a taste of a long history serves until the background has made a newer one."""
        self.kept.outdate()
        self._note_change()

    def outdate_vectors(self, catalog: Catalog, video_ids: Iterable[str]) -> None:
        """Have taste made anew where videos of the history have got vectors, and history where they were not even known."""
        if not self._met(video_ids):
            return
        is_whole = len(self.history(catalog)) == len(self.acts) + len(self.ratings)
        if is_whole and self.kept.serves_long:
            self.kept.outdate_taste()
        else:
            self.kept.outdate()
        self._note_change()

    def learn_elsewhere(
        self, catalog: Catalog, personas: Personas, texts: Texts, now: float
    ) -> Steps[tuple[Taste, int]]:
        """Learn this person's taste among another model's vectors; return it and the events behind it. Nothing here changes.

        catalog: the same rows with those vectors. texts: vectors of interests and of the topics of rules.
        """
        history = History.from_events([*self.acts.values(), *self.ratings.values()], catalog)
        topics, followed = self._topics_in(texts), self._followed(catalog)
        in_vain = self.impressions.in_vain(catalog)
        taste = yield from learning(
            catalog, history, personas=personas, topics=topics, now=now, followed=followed, in_vain=in_vain
        )
        return taste, len(history)

    def change_space(self, dimensions: int, texts: Texts, learned: LearnedTaste | None) -> None:
        """Compare by another model's vectors from now on. What was fitted to the others serves no longer.

        learned: the taste among them; what the person did since is made up for as after a reload. None: it is learned anew.
        """
        self.personas = Personas.none(dimensions) if learned is None else learned.taste.personas
        self.topics = self._topics_in(texts)
        self.topic_vectors = {topic: vector for topic in self.topic_vectors if (vector := texts.get(topic)) is not None}
        self.hybrid, self.trained = HybridRanker(), None
        self.kept.forget()
        if learned is not None:
            self.kept.take(learned.taste, learned.events, is_current=learned.changes == self.changes)
        self._note_change()

    def _topics_in(self, texts: Texts) -> tuple[Topic, ...]:
        return topics_of(self.categories, [texts.get(each.text) for each in self.categories])

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
            self.kept.wake(personas)
            self._note_change()
        elif is_same and personas.clustered_at != self.personas.clustered_at:
            self.outdate()
        else:
            self.forget_taste()
        self.personas, self.categories, self.topics, self.subscriptions = personas, categories, topics, subscriptions

    def chance(self, catalog: Catalog, now: float) -> np.random.Generator:
        """Return the chance of a feed: new with each act and each hour, so that what is turned back or undone leaves no trace.

        Whoever does nothing for an hour has the same places explored in each feed of it. The chances are logged with it.
        """
        done = len(self.acts) + len(self.ratings)
        newest = self.history(catalog).occurred_at.max(initial=0.0)  # of two ratings of a video one is left
        return np.random.default_rng([self.user_id, done, int(newest * 1_000), int(max(now, 0.0) // 3_600)])

    def history(self, catalog: Catalog) -> History:
        """Return everything this person did, as arrays."""
        return self.kept.history_of(catalog, lambda: [*self.acts.values(), *self.ratings.values()])

    def taste(self, catalog: Catalog, now: float) -> Taste:
        """Return the newest taste, with everything felt that happened since it was learned."""
        if self.kept.taste is None or self.kept.is_behind(now, PATIENCE):
            finish(self.learn(catalog, now))
        assert self.kept.taste is not None
        return self.kept.taste

    def learn(self, catalog: Catalog, now: float) -> Steps[None]:
        """Learn everything anew, of what is known at the first step, and take it over at the last.

        Whatever is learned of something that is forgotten meanwhile is dropped.
        """
        history, followed, in_vain = self.history(catalog), self._followed(catalog), self.impressions.in_vain(catalog)
        begun = self.kept.begin_learning(history)
        taste = yield from learning(
            catalog,
            history,
            personas=self.personas,
            topics=self.topics,
            now=now,
            followed=followed,
            in_vain=in_vain,
        )
        if self.kept.end_learning(begun, catalog, taste, self.personas):
            self._note_change()

    def exercise(self, catalog: Catalog, now: float) -> Exercise | None:
        """Return what this person's weights are fitted to; the same history gives the same. None while it says too little."""
        rng = np.random.default_rng(self.user_id)
        return prepare(catalog, self.history(catalog), now=now, rng=rng, followed=self._followed(catalog))

    def _followed(self, catalog: Catalog) -> dict[int, float]:
        """Return the codes of the channels that are followed, and since when."""
        # Of two of one channel the older holds.
        newest_first = sorted(self.subscriptions, key=lambda each: -each.subscribed_at)
        since = {catalog.channels.code(each.channel_name, each.channel_id): each.subscribed_at for each in newest_first}
        return {code: moment for code, moment in since.items() if code >= 0}

    def _follow(self, catalog: Catalog, deeds: Sequence[Deed], now: float) -> bool:
        """Add deeds to history and taste; return whether that could be done (`KeptTaste.follow`)."""
        if not deeds:
            return True
        followed = self.kept.taste is not None and self.kept.follow(catalog, self.history(catalog), deeds, now)
        self._note_change()
        return followed

    def _note_change(self) -> None:
        """Have everything that was made of the acts and ratings made anew."""
        self.changes += 1
        self.made.clear()

    def positive_count(self, catalog: Catalog) -> int:
        """Return how many different videos were liked, saved or watched for at least half, and not refused since."""
        return len(self._positives(catalog))

    def positives_without_vector(self, catalog: Catalog) -> list[str]:
        """Return those of the same videos from which no interest can be learned yet, or ever."""
        rows = self._positives(catalog)
        return catalog.video_ids(rows[~catalog.has_vector[rows]])

    def _positives(self, catalog: Catalog) -> IntArray:
        history = self.history(catalog)
        return np.setdiff1d(history.rows[history.positive], history.rows[history.negative])

    def _met(self, video_ids: Iterable[str]) -> bool:
        """Return whether the person did anything with one of these videos."""
        looked_for = frozenset(video_ids)
        return not looked_for.isdisjoint(self.ratings) or any(act.video_id in looked_for for act in self.acts.values())

    def _watched_of(self, signals: Iterable[Signal]) -> list[bool]:
        return [self.has_watched(signal.video_id or "") for signal in signals]

    def has_watched(self, video_id: str) -> bool:
        """Return whether a video counts as watched: as much of it as the dial says, or nobody knows how much."""
        return self.watched.get(video_id, -1.0) >= self.dials.hide_watched_fraction

    def _note(self, told: Told) -> bool:
        """Take over what was told, which may be known; return whether it says anything of taste."""
        for video_id in rated_videos(told.signals):
            self.ratings.pop(video_id, None)
        self.ratings.update({rating.video_id: rating_event(rating) for rating in told.ratings})
        self.impressions.update(told.impressions)
        changed = [self._note_signal(signal) for signal in told.signals]
        return any(changed)

    def _note_signal(self, signal: Signal) -> bool:
        video_id = signal.video_id or ""
        if video_id:
            self.known.mention(video_id)
        if signal.kind in KIND_OF_ACT:
            before = self.acts.get(signal.signal_id)
            self.acts[signal.signal_id] = event = act_event(signal, before)
            if before is not None and math.isnan(before.value):  # it counted as whole, and may be less
                self.watched.update(watched_fractions(act for act in self.acts.values() if act.video_id == video_id))
            else:
                self.watched.update(watched_fractions([event], self.watched))
        return signal.kind in KIND_OF_ACT or signal.kind in RATING_OF


def topics_of(categories: Iterable[Category], vectors: Iterable[FloatArray | None]) -> tuple[Topic, ...]:
    """Return the active categories whose words the embedder knows, as the weak events they act as."""
    return tuple(
        Topic(category.name, vector, category.interest_score, category.created_at)
        for category, vector in zip(categories, vectors, strict=True)
        if category.active and vector is not None
    )
