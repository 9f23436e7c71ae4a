"""What signals add to a person's history and taste, where adding is the same as learning everything anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from daemon.store.consequences import RATING_OF
from daemon.store.histories import AS_LONG_AS_SECONDS
from daemon.store.ratings import Rating
from daemon.store.signals import Signal
from recsys.history import Event, EventKind

KIND_OF_ACT: Final = {"watch": EventKind.WATCH, "click": EventKind.CLICK, "saved": EventKind.SAVED}
KIND_OF_RATING: Final = {
    "up": EventKind.THUMBS_UP,
    "down": EventKind.THUMBS_DOWN,
    "not_interested": EventKind.NOT_INTERESTED,
}


@dataclass(frozen=True, slots=True)
class Deed:
    """One act or rating, and the same act as it was known before: a watch that grew."""

    event: Event
    before: Event | None = None

    @property
    def strength(self) -> float:
        """How much it says beyond what was known."""
        return self.event.strength - (self.before.strength if self.before else 0.0)

    @property
    def goes_on(self) -> bool:
        """Whether it speaks as it did for its video, or as little."""
        return self.before is not None and (self.event.strength > 0) == (self.before.strength > 0)


def deeds_of(
    acts: Mapping[str, Event], held: Mapping[str, Event], signals: Sequence[Signal], ratings: Sequence[Rating]
) -> list[Deed] | None:
    """Return what signals add to the acts by id and the ratings that held by video; None where everything must be learned anew.

    That is so when a rating is changed or cleared, when something speaks for a video that is refused, and when a watch says
    less than it did: what was said before no longer holds.
    """
    acted = _acted(acts, signals)
    rated = [Deed(rating_event(rating)) for rating in ratings]
    changed = any(video_id in held for video_id in rated_videos(signals))
    refused = {video_id for video_id, event in held.items() if event.strength < 0}
    refused |= {deed.event.video_id for deed in rated if deed.strength < 0}
    revived = any(deed.strength != 0 and deed.event.video_id in refused for deed in acted)
    shrunk = any(deed.strength < 0 for deed in acted)
    return None if changed or revived or shrunk else [*acted, *rated]


def _acted(acts: Mapping[str, Event], signals: Sequence[Signal]) -> list[Deed]:
    found: list[Deed] = []
    known = dict[str, Event]()
    for signal in signals:
        if signal.kind in KIND_OF_ACT:
            before = known.get(signal.signal_id) or acts.get(signal.signal_id)
            known[signal.signal_id] = act_event(signal, before)
            found.append(Deed(known[signal.signal_id], before))
    return found


def act_event(signal: Signal, before: Event | None) -> Event:
    """Return the event of a signal that is an act; of a watch under one id the greatest fraction counts."""
    value = np.nan if signal.fraction is None else signal.fraction
    if signal.fraction is None and signal.watched_seconds is not None and signal.source == "extension":
        value = min(signal.watched_seconds / AS_LONG_AS_SECONDS, 1.0)  # a broadcast
    if before is not None:
        value = float(np.fmax(value, before.value))
    return Event(signal.video_id or "", KIND_OF_ACT[signal.kind], signal.occurred_at, value)


def rating_event(rating: Rating) -> Event:
    """Return the event of a rating."""
    return Event(rating.video_id, KIND_OF_RATING[rating.rating], rating.rated_at)


def rated_videos(signals: Iterable[Signal]) -> list[str]:
    """Return the videos whose rating these signals may have changed."""
    return [signal.video_id for signal in signals if signal.kind in RATING_OF and signal.video_id is not None]
