"""Histories from elsewhere, as signals whose ids follow from what they say: importing twice is importing once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha1
from typing import Final, Protocol
from uuid import NAMESPACE_URL

from .connection import SQLConnection
from .database import Subject
from .signals import Signal, add_signals
from .users import require_epoch
from .videos import VideoFacts, known_videos

KIND_OF: Final = {
    "watch": "watch",
    "search": "search",
    "like": "thumbs_up",
    "subscribe": "subscribe",
    "saved": "saved",
}
"""The kind of signal each kind of record becomes."""


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


@dataclass(slots=True)
class Imported:
    """Records counted: their video was unknown, was known, or the same signal was there already."""

    new: int = 0
    existing: int = 0
    skipped: int = 0
    video_ids: list[str] = field(default_factory=list)


class Imports(Subject):
    """The way in for whole histories; callers send batches, each is one write."""

    async def add(
        self, user_id: int, source: str, records: Iterable[Record], *, now: float, epoch: int | None = None
    ) -> Imported:
        """Store a batch; `source` is takeout, brave, chrome, … and `video_ids` of the answer are the new ones.

        epoch: the person's when the history was given. Raises Conflict when the data were deleted since.
        """
        batch = list(records)

        def write(connection: SQLConnection) -> Imported:
            if epoch is not None:
                require_epoch(connection, user_id, epoch)
            return _import(connection, user_id, source, batch, now)

        return await self._database.write(write)


def _import(connection: SQLConnection, user_id: int, source: str, batch: list[Record], now: float) -> Imported:
    signals = [as_signal(record, source) for record in batch]
    known = known_videos(connection, [record.video_id for record in batch if record.video_id is not None])
    accepted = add_signals(connection, user_id, signals, now).stored
    answer = Imported(skipped=len(batch) - len(accepted))
    for signal in accepted:
        if signal.video_id is None or signal.video_id in known:
            answer.existing += 1
        else:
            known.add(signal.video_id)
            answer.new += 1
            answer.video_ids.append(signal.video_id)
    return answer


def as_signal(record: Record, source: str) -> Signal:
    """Return the record as a signal whose id is made of what it says: kind, subject, whole second.

    Where a source has no times of its own, as a list of subscriptions, the second is left out.
    """
    subject = record.video_id or record.query or record.channel_id or record.channel_name
    second = "" if record.kind == "subscribe" or record.is_undated else int(record.occurred_at)
    return Signal(
        signal_id=uuid5_of(f"ownfeed:{record.kind}:{subject}:{second}"),
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


def uuid5_of(name: str) -> str:
    """Return `str(uuid5(NAMESPACE_URL, name))` (RFC 9562, section 5.5) in a fifth of its time: a history has 500,000."""
    digits = sha1(NAMESPACE_URL.bytes + name.encode(), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digits[16], 16) & 3]
    return f"{digits[:8]}-{digits[8:12]}-5{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:32]}"


def _facts(record: Record) -> VideoFacts | None:
    if record.video_id is None:
        return None
    return VideoFacts(
        record.video_id,
        title=record.title or "",
        channel_id=record.channel_id,
        channel_name=record.channel_name,
    )
