"""What follows from a signal at once: counts, the rating that holds, rules and subscriptions, in its own transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import uuid4

import orjson

from .channels import channel_key
from .connection import SQLConnection

if TYPE_CHECKING:
    from .signals import Signal

RATING_OF: Final = {
    "thumbs_up": "up",
    "thumbs_down": "down",
    "not_interested": "not_interested",
    "clear_rating": "none",
}
"""The rating that holds after a signal of this kind."""


def follow(connection: SQLConnection, user_id: int, signal: Signal, now: float) -> None:
    """Update everything that follows from a signal that was just stored for the first time."""
    if signal.kind == "block_channel":
        _block(connection, user_id, signal, now)
    else:
        derive(connection, user_id, signal, now)


AHEAD_SECONDS: Final = 60.0
"""What is dated so far ahead of now was dated by a clock that has been put right: it does not outlast what comes after it."""


def derive(connection: SQLConnection, user_id: int, signal: Signal, now: float) -> None:
    """Update what holds nothing but what the signals say; a rule is the person's own to change, so it is not among it."""
    if signal.kind == "impression":
        _count_impression(connection, user_id, signal)
    elif signal.kind == "click":
        _forget_impressions(connection, user_id, signal, now)
    elif signal.kind in RATING_OF:
        _rate(connection, user_id, signal, now)
    elif signal.kind in ("subscribe", "unsubscribe"):
        _subscribe(connection, user_id, signal, now)


def _count_impression(connection: SQLConnection, user_id: int, signal: Signal) -> None:
    connection.execute(
        "INSERT INTO impressions (user_id, video_id, times, last_at) VALUES (?, ?, 1, ?) "
        "ON CONFLICT DO UPDATE SET times = times + 1, last_at = max(last_at, excluded.last_at)",
        (user_id, signal.video_id, signal.occurred_at),
    )


def _forget_impressions(connection: SQLConnection, user_id: int, signal: Signal, now: float) -> None:
    """A card that was clicked is not "shown again and again and never clicked"."""
    connection.execute(
        "UPDATE impressions SET times = 0 WHERE user_id = ? AND video_id = ? AND (last_at <= ? OR last_at > ?)",
        (user_id, signal.video_id, signal.occurred_at, now + AHEAD_SECONDS),
    )


def _rate(connection: SQLConnection, user_id: int, signal: Signal, now: float) -> None:
    """The later act wins, whichever arrives first."""
    connection.execute(
        "INSERT INTO ratings (user_id, video_id, rating, rated_at) VALUES (?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET rating = excluded.rating, rated_at = excluded.rated_at "
        "WHERE excluded.rated_at >= rated_at OR rated_at > ?",
        (user_id, signal.video_id, RATING_OF[signal.kind], signal.occurred_at, now + AHEAD_SECONDS),
    )


def _channel(connection: SQLConnection, signal: Signal) -> tuple[str | None, str | None]:
    """Return the id and name of the channel meant, taken from the video where the signal names only that."""
    if signal.channel_id or signal.channel_name:
        return signal.channel_id, signal.channel_name
    statement = "SELECT channel_id, channel_name FROM videos WHERE video_id = ?"
    row = connection.execute(statement, (signal.video_id,)).fetchone()
    return row if row is not None else (None, None)


def _subscribe(connection: SQLConnection, user_id: int, signal: Signal, now: float) -> None:
    channel_id, name = _channel(connection, signal)
    if (key := channel_key(channel_id, name)) is None:
        return
    connection.execute(
        "INSERT INTO channel_preferences (user_id, channel_key, channel_id, channel_name, subscribed, subscribed_at) "
        "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET subscribed = excluded.subscribed, "
        "subscribed_at = excluded.subscribed_at WHERE excluded.subscribed_at >= coalesce(subscribed_at, 0) OR subscribed_at > ?",
        (user_id, key, channel_id, name, signal.kind == "subscribe", signal.occurred_at, now + AHEAD_SECONDS),
    )


def _block(connection: SQLConnection, user_id: int, signal: Signal, now: float) -> None:
    """Make a rule that the person sees and can undo; blocking twice makes one."""
    channel_id, name = _channel(connection, signal)
    match = {key: value for key, value in (("channel_id", channel_id), ("channel_name", name)) if value}
    if not match:
        return
    text = orjson.dumps(match).decode()
    connection.execute(
        "INSERT INTO rules (rule_id, user_id, action, match, source, text, created_at) "
        "SELECT ?, ?, 'block', ?, ?, ?, ? WHERE NOT EXISTS "
        "(SELECT 1 FROM rules WHERE user_id = ? AND action = 'block' AND match = ? AND enabled)",
        (str(uuid4()), user_id, text, signal.source, f"Nothing from {name or channel_id}", now, user_id, text),
    )
