"""What a person did, as arrays in the order of time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from recsys.arrays import BoolArray, FloatArray, IntArray
from recsys.catalog import Catalog


class EventKind(IntEnum):
    """What was done with a video."""

    WATCH = 0
    THUMBS_UP = 1
    THUMBS_DOWN = 2
    NOT_INTERESTED = 3
    SAVED = 4
    CLICK = 5


ENOUGH_WATCHED = 0.5
"""The fraction of a video from which on it was wanted."""

ENOUGH_SECONDS = 240.0
"""What is played of a video that has no length, a broadcast, until it counts as half of one."""

_STRENGTHS = np.array([1.0, 1.5, -1.5, -1.0, 1.0, 0.0])
"""How much an event of each kind says; a watch counts with its fraction. A click alone is a title's doing."""


def strengths(kinds: IntArray, values: FloatArray) -> FloatArray:
    """Return (m,) how much events say for (above 0) or against (below 0) their videos; 0 for a watch given up."""
    watched = np.where(np.isnan(values), 1.0, np.clip(values, 0.0, 1.0))
    watched = np.where(watched >= ENOUGH_WATCHED, watched, 0.0)
    return _STRENGTHS[kinds] * np.where(kinds == EventKind.WATCH, watched, 1.0)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing a person did."""

    video_id: str
    kind: EventKind
    occurred_at: float
    value: float = float("nan")
    """Of a watch: the fraction watched, NaN when unknown (most imports)."""

    @property
    def strength(self) -> float:
        """How much it says for or against its video."""
        return float(strengths(np.array([self.kind]), np.array([self.value]))[0])


@dataclass(frozen=True, slots=True)
class History:
    """m events, oldest first."""

    rows: IntArray
    """(m,) rows of the catalogue."""
    kinds: IntArray
    """(m,) values of EventKind."""
    occurred_at: FloatArray
    """(m,) seconds since the epoch."""
    values: FloatArray
    """(m,) watched fractions, NaN unknown."""

    @classmethod
    def from_events(cls, events: Iterable[Event], catalog: Catalog) -> History:
        """Sort events by time (equal times by row and kind); one about a video the catalogue lacks is left out."""
        given = list(events)
        rows = catalog.rows(event.video_id for event in given)
        kinds = np.array([event.kind for event in given], dtype=np.int64)
        occurred_at = np.array([event.occurred_at for event in given], dtype=np.float64)
        values = np.array([event.value for event in given], dtype=np.float64)
        return cls._sorted(rows, kinds, occurred_at, values)

    @classmethod
    def _sorted(cls, rows: IntArray, kinds: IntArray, occurred_at: FloatArray, values: FloatArray) -> History:
        order = np.lexsort((kinds, rows, occurred_at))
        order = order[rows[order] >= 0]
        return cls(rows[order], kinds[order], occurred_at[order], values[order])

    def with_events(self, told: Sequence[tuple[int, Event, Event | None]]) -> History:
        """Return the history with more events: (row of the video, event, the same event as it was known, if it was)."""
        kept, new = np.ones(len(self), dtype=np.bool_), list[tuple[int, Event]]()
        for row, event, before in told:
            if before is not None and (row, before) in new:
                new.remove((row, before))
            elif before is not None:
                same = (
                    kept & (self.rows == row) & (self.kinds == before.kind) & (self.occurred_at == before.occurred_at)
                )
                kept[np.flatnonzero(same)[:1]] = False
            new.append((row, event))
        return self._where(kept)._inserted(sorted(new, key=lambda each: (each[1].occurred_at, each[0], each[1].kind)))

    def of_kind(self, kind: EventKind) -> History:
        """Return the events of one kind."""
        return self._where(self.kinds == kind)

    def _where(self, kept: BoolArray) -> History:
        if kept.all():
            return self
        return History(self.rows[kept], self.kinds[kept], self.occurred_at[kept], self.values[kept])

    def _inserted(self, new: Sequence[tuple[int, Event]]) -> History:
        """Return the history with some more events, which are in its order; to sort all of a long one anew takes 20 times as long."""
        places = [self._place(row, event) for row, event in new]
        return History(
            np.insert(self.rows, places, [row for row, _ in new]),
            np.insert(self.kinds, places, [event.kind for _, event in new]),
            np.insert(self.occurred_at, places, [event.occurred_at for _, event in new]),
            np.insert(self.values, places, [event.value for _, event in new]),
        )

    def _place(self, row: int, event: Event) -> int:
        """Return where an event belongs: behind those of before, and of its moment those of lower rows and kinds."""
        start, end = (int(np.searchsorted(self.occurred_at, event.occurred_at, side)) for side in ("left", "right"))
        before = zip(self.rows[start:end].tolist(), self.kinds[start:end].tolist(), strict=True)
        return start + sum(each <= (row, event.kind) for each in before)

    @classmethod
    def empty(cls) -> History:
        """Return the history of somebody new."""
        return cls(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0), np.zeros(0))

    def __len__(self) -> int:
        """Return m."""
        return len(self.rows)

    @property
    def strengths(self) -> FloatArray:
        """(m,) how much each event says for (above 0) or against (below 0) its video; 0 for a watch given up."""
        return strengths(self.kinds, self.values)

    @property
    def positive(self) -> BoolArray:
        """(m,) liked, saved, or watched for at least half (or for who knows how long)."""
        return self.strengths > 0

    @property
    def negative(self) -> BoolArray:
        """(m,) thumbs down and not interested."""
        return self.strengths < 0
