"""Histories from elsewhere, as signals whose ids follow from what they say: importing twice is importing once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, Protocol

from .connection import SQLConnection
from .database import Subject
from .import_ids import KIND_OF, import_id
from .signals import Signal, add_signals
from .users import require_epoch
from .videos import VideoFacts
from .writer import IsAwaited

AT_ONCE: Final = 100
"""Records stored before it is asked whether somebody else wants to write: some 5 ms."""


class Record(Protocol):
    """One line of a history, as the importers give it; what a source does not say is None."""

    @property
    def kind(self) -> str:
        """One of `KIND_OF`."""

    @property
    def occurred_at(self) -> float:
        """When, in seconds since the epoch."""

    @property
    def video_id(self) -> str | None:
        """Which video, for all kinds but search and subscribe."""

    @property
    def title(self) -> str | None:
        """The video's title."""

    @property
    def channel_id(self) -> str | None:
        """The channel's UC id."""

    @property
    def channel_name(self) -> str | None:
        """The channel's name."""

    @property
    def query(self) -> str | None:
        """What was searched for."""

    @property
    def watch_seconds(self) -> float | None:
        """How long it was watched."""

    @property
    def is_undated(self) -> bool:
        """Whether its time is only a guess, as no two exports agree on it."""


@dataclass(frozen=True, slots=True)
class Imported:
    """Records counted: their video was unknown, was known, the same signal was there already, or they lie in the future."""

    new: int = 0
    existing: int = 0
    skipped: int = 0
    future: int = 0

    def __add__(self, other: Imported) -> Imported:
        return Imported(
            self.new + other.new,
            self.existing + other.existing,
            self.skipped + other.skipped,
            self.future + other.future,
        )


class Imports(Subject):
    """The way in for whole histories; callers send batches."""

    async def add(
        self, user_id: int, source: str, records: Iterable[Record], *, now: float, epoch: int | None = None
    ) -> Imported:
        """Store a batch; `source` is takeout, brave, chrome, ….

        It is one write, or several where others want to write meanwhile: each is all or nothing. The index of videos is
        written least where records come in the order of their ids.
        epoch: the person's when the history was given. Raises Conflict when the data were deleted since.
        """
        rest = iter(records)

        def write(connection: SQLConnection, is_awaited: IsAwaited) -> Imported | None:
            if epoch is not None:
                require_epoch(connection, user_id, epoch)
            stored = None
            while part := list(islice(rest, AT_ONCE)):
                stored = (stored or Imported()) + _import(connection, user_id, source, part, now)
                if is_awaited():
                    break
            return stored

        total = Imported()
        while (stored := await self._database.write_long(write)) is not None:
            total += stored
        return total


def _import(connection: SQLConnection, user_id: int, source: str, records: Sequence[Record], now: float) -> Imported:
    signals = [as_signal(record, source) for record in records]
    acknowledged = add_signals(connection, user_id, signals, now)
    accepted, unknown = acknowledged.stored, acknowledged.unknown_videos
    new = len({signal.video_id for signal in accepted if signal.video_id in unknown})
    future = len(acknowledged.rejected)  # nothing else can be wrong with a record: it has no epoch
    return Imported(new, len(accepted) - new, len(records) - len(accepted) - future, future)


def as_signal(record: Record, source: str) -> Signal:
    """Return the record as a signal whose id is made of what it says: kind, subject, whole second.

    Where a source has no times of its own, as a list of subscriptions, the second is left out.
    """
    subject = record.video_id or record.query or record.channel_id or record.channel_name
    is_undated = record.kind == "subscribe" or record.is_undated
    return Signal(
        signal_id=import_id(record.kind, subject, None if is_undated else int(record.occurred_at)),
        kind=KIND_OF[record.kind],
        occurred_at=record.occurred_at,
        source=source,
        video_id=record.video_id,
        channel_id=record.channel_id,
        channel_name=record.channel_name,
        query=record.query,
        watched_seconds=record.watch_seconds,
        video=_facts(record),
    )


def _facts(record: Record) -> VideoFacts | None:
    if record.video_id is None:
        return None
    return VideoFacts(
        record.video_id,
        title=record.title or "",
        channel_id=record.channel_id,
        channel_name=record.channel_name,
    )
