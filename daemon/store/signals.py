"""What a person did: accepted once, never changed, and everything that follows from it in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

import orjson

from .connection import SQLConnection
from .consequences import follow
from .database import Subject
from .sittings import Parts, later_sittings, seconds_of, seen_by_then
from .videos import VideoFacts, put_videos

CLOCK_TOLERANCE_SECONDS: Final = 86_400.0
"""A clock may be wrong by a day; a time further ahead would outrank everything for years."""


@dataclass(frozen=True, slots=True)
class Signal:
    """One act of a person; `kind` is the `type` of the contract, `signal_id` was made where it happened."""

    signal_id: str
    kind: str
    occurred_at: float
    source: str
    video_id: str | None = None
    channel_id: str | None = None
    channel_name: str | None = None
    query: str | None = None
    epoch: int | None = None
    surface: str | None = None
    slate_id: str | None = None
    position: int | None = None
    value: float | None = None
    watched_seconds: float | None = None
    duration_seconds: float | None = None
    fraction: float | None = None
    """Of a watch: how much of the video had been seen when it ended, in this sitting or in those it goes on from."""
    parts: Parts = ()
    video: VideoFacts | None = None


Follow: TypeAlias = Callable[[SQLConnection, int, Signal, float], None]
"""Brings about what a signal means, as (connection, user_id, signal, now)."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """A signal that was not stored, and why."""

    signal_id: str
    message: str


@dataclass(slots=True)
class Acknowledged:
    """The fate of each signal by its id; `stored` are those that changed something, as they now stand.

    raised: watches told before that are worth more now, for they went on from one of these.
    unknown_videos: those nobody had heard of before.
    """

    accepted: list[str] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)
    stored: list[Signal] = field(default_factory=list)
    raised: list[Signal] = field(default_factory=list)
    unknown_videos: set[str] = field(default_factory=set)


class Signals(Subject):
    """Everything a person did, in the order it arrived."""

    async def add(self, user_id: int, signals: Sequence[Signal], *, now: float) -> Acknowledged:
        """Store signals once each; returns after they are on the disk.

        A watch sent again under its id may have grown: the greatest value counts. A signal of an older epoch or more
        than a day ahead is rejected. A video nobody has described is made bare; its metadata comes later.
        """
        return await self._database.write(lambda connection: add_signals(connection, user_id, signals, now))

    async def count(self, user_id: int) -> int:
        """Return how many signals of this person are stored."""
        statement = "SELECT count(*) FROM signals WHERE user_id = ?"
        return await self._database.read(
            lambda connection: int(connection.execute(statement, (user_id,)).fetchone()[0])
        )

    async def last(self) -> int:
        """Return the place of the newest signal in the order of arrival, 0 when nobody ever did anything."""
        statement = "SELECT coalesce(max(sequence), 0) FROM signals"
        return await self._database.read(lambda connection: int(connection.execute(statement).fetchone()[0]))


def add_signals(
    connection: SQLConnection,
    user_id: int,
    signals: Sequence[Signal],
    now: float,
    *,
    following: Follow = follow,
) -> Acknowledged:
    """Store signals and what follows from them; for use inside a write.

    following: called with each that is new.
    """
    epoch = connection.execute("SELECT epoch FROM users WHERE user_id = ?", (user_id,)).fetchone()[0]
    answer = Acknowledged()
    timely: list[Signal] = []
    for signal in signals:
        if (reason := _objection(signal, epoch, now)) is not None:
            answer.rejected.append(Rejection(signal.signal_id, reason))
        elif _is_told_better(connection, user_id, signal):
            answer.duplicates.append(signal.signal_id)
        else:
            timely.append(signal)
    videos = [signal.video or VideoFacts(signal.video_id) for signal in timely if signal.video_id is not None]
    numbered = put_videos(connection, user_id, videos, "signal", now)
    answer.unknown_videos = numbered.unknown
    new = _insert_new(connection, user_id, timely, numbered.numbers, now)
    for signal in timely:
        stored: Signal | None = new.pop(signal.signal_id, None)
        if stored is not None:
            following(connection, user_id, stored, now)
        elif signal.kind == "watch":
            stored = _grow(connection, user_id, signal)
        if stored is not None and stored.parts:
            stored = _with_earlier_sittings(connection, user_id, stored)
        if stored is None:
            answer.duplicates.append(signal.signal_id)
        else:
            answer.accepted.append(signal.signal_id)
            answer.stored.append(stored)
            answer.raised += _with_more_before(connection, user_id, stored) if stored.parts else []
    return answer


HISTORY_PAGE: Final = "history_page"
SAME_DAY_SECONDS: Final = 1.5 * 86_400.0
IS_MORE: Final = 0.05
"""A bar tells whole percents of where YouTube last knew the player, and the report of our own watch is up to 5 seconds old."""
_TOLD: Final = """
SELECT max(max(
    coalesce(fraction, min(1.0, watched_seconds / coalesce(s.duration_seconds, v.duration_seconds)), 1.0),
    coalesce(json_extract(parts, '$[#-1][1]') / s.duration_seconds, 0.0)))
FROM signals s JOIN videos v ON v.number = s.video_number
WHERE video_number = (SELECT number FROM videos WHERE video_id = ?)
  AND user_id = ? AND kind = 'watch' AND signal_id <> ? AND (watched_seconds IS NOT NULL OR source <> 'extension')
  AND abs(occurred_at - ?) < ?
"""


def _is_told_better(connection: SQLConnection, user_id: int, signal: Signal) -> bool:
    """Whether a watch that was only seen on a page is one whose own account is here: of its day, or for a bar of any.

    A bar tells how far somebody came. Further than their own account ever was, they watched elsewhere.
    """
    is_bar = signal.source == "extension" and signal.fraction is not None
    if signal.kind != "watch" or signal.watched_seconds is not None or not (is_bar or signal.source == HISTORY_PAGE):
        return False
    within = float("inf") if is_bar else SAME_DAY_SECONDS
    values = (signal.video_id, user_id, signal.signal_id, signal.occurred_at, within)
    (reached,) = connection.execute(_TOLD, values).fetchone()
    return reached is not None and (signal.fraction or 0.0) <= reached + IS_MORE


def _with_earlier_sittings(connection: SQLConnection, user_id: int, signal: Signal) -> Signal:
    """Return a watch with the fraction seen by then, as it is stored now."""
    if not signal.duration_seconds:
        return signal
    key = (signal.video_id, user_id, signal.signal_id, signal.occurred_at)
    seen = seen_by_then(connection, key, signal.parts, signal.duration_seconds)
    if seen <= (signal.fraction or 0.0):
        return signal
    values = (seen, user_id, signal.signal_id)
    connection.execute("UPDATE signals SET fraction = ? WHERE user_id = ? AND signal_id = ?", values)
    return replace(signal, fraction=seen)


def _with_more_before(connection: SQLConnection, user_id: int, signal: Signal) -> list[Signal]:
    """Return the later sittings of its video that are worth more with what this one showed: two tabs take turns, and a queue may be late."""
    raised = []
    for later in later_sittings(connection, (signal.video_id, user_id, signal.signal_id, signal.occurred_at)):
        before = replace(
            signal, signal_id=later.signal_id, occurred_at=later.began_at, watched_seconds=seconds_of(later.parts),
            duration_seconds=later.duration_seconds, fraction=later.fraction, parts=later.parts,
        )  # fmt: skip
        now = _with_earlier_sittings(connection, user_id, before)
        if now != before:
            raised.append(now)
    return raised


def _objection(signal: Signal, epoch: int, now: float) -> str | None:
    if signal.epoch is not None and signal.epoch < epoch:
        return "It happened before the data was deleted, so it is not taken back in."
    if signal.occurred_at > now + CLOCK_TOLERANCE_SECONDS:
        return "It lies more than a day in the future; set the clock and send it again."
    return None


_COLUMNS: Final = (
    "user_id, signal_id, kind, video_id, channel_id, channel_name, query, occurred_at, received_at, source, surface, "
    "slate_id, position, value, watched_seconds, duration_seconds, fraction, parts, video_number"
)
_INSERT: Final = f"INSERT INTO signals ({_COLUMNS}) VALUES ({', '.join('?' * 19)})"


def _insert_new(
    connection: SQLConnection, user_id: int, signals: Sequence[Signal], numbers: Mapping[str, int], now: float
) -> dict[str, Signal]:
    """Store those that are not known, of several with one id the first, all at once; return them by their ids."""
    known = known_signals(connection, user_id, [signal.signal_id for signal in signals])
    new: dict[str, Signal] = {}
    for signal in signals:
        if signal.signal_id not in known:
            new.setdefault(signal.signal_id, signal)
    connection.executemany(_INSERT, [_as_row(user_id, signal, numbers, now) for signal in new.values()])
    return new


def known_signals(connection: SQLConnection, user_id: int, signal_ids: Sequence[str]) -> set[str]:
    """Return those of the ids that are stored; for use inside a write."""
    statement = "SELECT signal_id FROM signals WHERE user_id = ? AND signal_id IN (SELECT value FROM json_each(?))"
    rows = connection.execute(statement, (user_id, orjson.dumps(signal_ids).decode()))
    return {signal_id for (signal_id,) in rows}


def _as_row(user_id: int, signal: Signal, numbers: Mapping[str, int], now: float) -> tuple[object, ...]:
    number = None if signal.video_id is None else numbers[signal.video_id]
    return (
        user_id, signal.signal_id, signal.kind, signal.video_id, signal.channel_id, signal.channel_name,
        signal.query, signal.occurred_at, now, signal.source, signal.surface, signal.slate_id, signal.position,
        signal.value, signal.watched_seconds, signal.duration_seconds, signal.fraction, _text(signal.parts), number,
    )  # fmt: skip


def _text(parts: Parts) -> str | None:
    """Return parts as they are stored: in order, so that the last one ends where somebody came to."""
    return orjson.dumps(sorted(parts)).decode() if parts else None


def _grow(connection: SQLConnection, user_id: int, signal: Signal) -> Signal | None:
    """Keep the greater of the stored and the sent watch; None when the sent one says nothing else."""
    key = (user_id, signal.signal_id)
    stored = connection.execute(
        "SELECT value, watched_seconds, fraction FROM signals WHERE user_id = ? AND signal_id = ?", key
    ).fetchone()
    # What is stored of a sitting may hold earlier ones, too, and so be more than the sitting says of itself.
    told = _greater(stored[2], signal.fraction) if signal.parts else signal.fraction
    sent = (signal.value, signal.watched_seconds, told)
    if all(new in (None, old) for old, new in zip(stored, sent, strict=True)):
        return None
    value, seconds, fraction = (_greater(old, new) for old, new in zip(stored, sent, strict=True))
    parts = signal.parts if seconds == signal.watched_seconds else ()
    connection.execute(
        "UPDATE signals SET value = ?, watched_seconds = ?, fraction = ?, parts = coalesce(?, parts), "
        "duration_seconds = coalesce(?, duration_seconds) WHERE user_id = ? AND signal_id = ?",
        (value, seconds, fraction, _text(parts), signal.duration_seconds, *key),
    )
    return replace(signal, value=value, watched_seconds=seconds, fraction=fraction, parts=parts)


def _greater(one: float | None, other: float | None) -> float | None:
    return max((number for number in (one, other) if number is not None), default=None)
