"""What a person did: as the store has it, and as it is told since."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from daemon.store.histories import Act, Shown
from daemon.store.ratings import Rating
from daemon.store.signals import Signal
from recsys.history import Event, EventKind

from .deeds import KIND_OF_ACT, rating_event
from .known import Impressions


@dataclass(frozen=True, slots=True)
class Told:
    """Signals that were stored, with the ratings and counts of impressions that then held for their videos."""

    signals: Sequence[Signal]
    ratings: Sequence[Rating]
    impressions: Mapping[str, Shown]


@dataclass(frozen=True, slots=True)
class Past:
    """What a person did, as the store has it: made of a long history beside the arrays' thread, and taken over there at once."""

    acts: dict[str, Event]
    watched: dict[str, float]
    ratings: dict[str, Event]
    impressions: Impressions
    known: Sequence[str]
    """Videos that may be shown to this person; of them those at least that they do not have yet."""
    gone: Sequence[str] = ()
    """Videos that are there no more."""

    @classmethod
    def of(
        cls,
        acts: Iterable[Act],
        ratings: Iterable[Rating],
        impressions: Mapping[str, Shown] = MappingProxyType({}),
        known: Sequence[str] = (),
        gone: Sequence[str] = (),
    ) -> Past:
        """Make it of what is stored."""
        acted = {act.signal_id: _event_of(act) for act in acts}
        rated = {rating.video_id: rating_event(rating) for rating in ratings}
        return cls(acted, watched_fractions(acted.values()), rated, Impressions(impressions), known, gone)


def shown_videos(signals: Iterable[Signal]) -> list[str]:
    """Return the videos whose count of impressions these signals may have changed."""
    kinds = ("impression", "click")
    return [signal.video_id for signal in signals if signal.kind in kinds and signal.video_id is not None]


def watched_fractions(events: Iterable[Event], known: Mapping[str, float] = MappingProxyType({})) -> dict[str, float]:
    """Return the greatest watched fraction of the videos of some events, beside what is known already."""
    watched = dict[str, float]()
    for event in events:
        if event.kind == EventKind.WATCH:
            fraction = 1.0 if math.isnan(event.value) else event.value
            watched[event.video_id] = max(watched.get(event.video_id, known.get(event.video_id, 0.0)), fraction)
    return watched


def _event_of(act: Act) -> Event:
    return Event(act.video_id, KIND_OF_ACT[act.kind], act.occurred_at, np.nan if act.fraction is None else act.fraction)
