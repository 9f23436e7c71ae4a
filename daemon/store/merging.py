"""What a person exported comes back: line by line, each merged with what is there and nothing made worse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias
from uuid import UUID, uuid5

import orjson

from .categories import Interest
from .connection import SQLConnection
from .consequences import derive
from .database import Subject
from .import_ids import dated_id
from .ratings import Rating
from .rules import Rule, insert_rule, rule_saying, rules_of
from .signals import CLOCK_TOLERANCE_SECONDS, Signal, add_signals
from .users import require_epoch
from .videos import VideoFacts, fill_in, put_videos

SOURCE: Final = "import"


@dataclass(frozen=True, slots=True)
class Dial:
    """One setting, JSON-ready."""

    name: str
    value: Any


Line: TypeAlias = VideoFacts | Signal | Rating | Rule | Interest | Dial
"""One line of an export, checked."""


class Merging(Subject):
    """The way back for exports; callers send batches, each is one write, and a batch sent twice changes nothing."""

    async def add(self, user_id: int, epoch: int, lines: Sequence[Line], *, now: float) -> Counter[str]:
        """Merge a batch and count its lines: `new`, `existing` (known, now known better), `skipped`, `future`.

        Signals and rules are told apart by their ids, a video is only ever described better, of two ratings the later one
        holds, an interest or a dial the person has stays as it is. Raises Conflict when `epoch` is over: the data were deleted
        while the export was read.
        """
        return await self._database.write(lambda connection: _merge(connection, user_id, epoch, lines, now))


def _merge(connection: SQLConnection, user_id: int, epoch: int, lines: Sequence[Line], now: float) -> Counter[str]:
    require_epoch(connection, user_id, epoch)
    return Counter(_MERGE[type(line)](connection, user_id, line, now) for line in lines)


def _video(connection: SQLConnection, user_id: int, facts: VideoFacts, now: float) -> str:
    known = connection.execute("SELECT 1 FROM videos WHERE video_id = ?", (facts.video_id,)).fetchone()
    is_better = fill_in(connection, facts, now)
    is_met = connection.execute(
        "INSERT INTO video_sources (user_id, video_id, source, first_at, video_number) SELECT ?1, ?2, ?3, ?4, number "
        "FROM videos v WHERE v.video_id = ?2 "
        "AND NOT EXISTS (SELECT 1 FROM video_sources WHERE user_id = ?1 AND video_number = v.number)",
        (user_id, facts.video_id, SOURCE, now),
    ).rowcount
    if known is None:
        return "new"
    return "existing" if is_better or is_met else "skipped"


def _signal(connection: SQLConnection, user_id: int, signal: Signal, now: float) -> str:
    """Store a signal with all it means but a rule: those come with their own lines, changed and undone as they were."""
    answer = add_signals(connection, user_id, [_with_its_id_of_today(signal)], now, following=derive)
    if answer.rejected:
        return "future"
    return "new" if answer.accepted else "skipped"


def _with_its_id_of_today(signal: Signal) -> Signal:
    """An export may be older than ids that begin with their time."""
    signal_id = dated_id(
        signal.signal_id, signal.kind, signal.video_id, signal.query, signal.channel_id, signal.channel_name,
        signal.occurred_at,
    )  # fmt: skip
    return signal if signal_id == signal.signal_id else replace(signal, signal_id=signal_id)


def _rating(connection: SQLConnection, user_id: int, rating: Rating, now: float) -> str:
    if rating.rated_at > now + CLOCK_TOLERANCE_SECONDS:
        return "future"
    known = connection.execute("SELECT 1 FROM videos WHERE video_id = ?", (rating.video_id,)).fetchone()
    if known is None:
        put_videos(connection, user_id, [VideoFacts(rating.video_id)], SOURCE, now)
    changed = connection.execute(
        "INSERT INTO ratings (user_id, video_id, rating, rated_at) VALUES (?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET rating = excluded.rating, rated_at = excluded.rated_at "
        "WHERE excluded.rated_at > rated_at OR (excluded.rated_at = rated_at AND excluded.rating <> rating)",
        (user_id, rating.video_id, rating.rating, rating.rated_at),
    ).rowcount
    return "new" if changed else "skipped"


def _rule(connection: SQLConnection, user_id: int, rule: Rule, _now: float) -> str:
    """Keep the id, but where another person of the household has it: they imported the same export.

    One that says what a rule of this person's says already is left out: theirs stays as they left it.
    """
    owner = connection.execute("SELECT user_id FROM rules WHERE rule_id = ?", (rule.rule_id,)).fetchone()
    if owner == (user_id,) or rule_saying(rules_of(connection, user_id), rule) is not None:
        return "skipped"
    rule_id = rule.rule_id if owner is None else str(uuid5(UUID(rule.rule_id), str(user_id)))
    return "new" if insert_rule(connection, user_id, replace(rule, rule_id=rule_id)) else "skipped"


def _interest(connection: SQLConnection, user_id: int, interest: Interest, _now: float) -> str:
    return _insert(
        connection,
        "categories",
        {
            "user_id": user_id,
            "name": interest.name,
            "description": interest.description,
            "keywords": _text(interest.keywords),
            "source": interest.source,
            "interest_score": interest.interest_score,
            "active": interest.active,
            "created_at": interest.created_at,
        },
    )


def _dial(connection: SQLConnection, user_id: int, dial: Dial, _now: float) -> str:
    return _insert(connection, "settings", {"user_id": user_id, "name": dial.name, "value": _text(dial.value)})


def _insert(connection: SQLConnection, table: str, row: Mapping[str, object]) -> str:
    """Store a row unless there is one of its key."""
    places = ", ".join(f":{name}" for name in row)
    statement = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places}) ON CONFLICT DO NOTHING"
    return "new" if connection.execute(statement, row).rowcount else "skipped"


def _text(value: object) -> str:
    return orjson.dumps(value).decode()


_MERGE: Final[Mapping[type, Any]] = {
    VideoFacts: _video,
    Signal: _signal,
    Rating: _rating,
    Rule: _rule,
    Interest: _interest,
    Dial: _dial,
}
