"""The id of a signal that comes from a history: made of what it says, so that importing twice is importing once."""

from __future__ import annotations

from hashlib import sha1
from typing import Final
from uuid import NAMESPACE_URL

KIND_OF: Final = {
    "watch": "watch",
    "search": "search",
    "like": "thumbs_up",
    "subscribe": "subscribe",
    "saved": "saved",
}
"""The kind of signal each kind of record becomes."""

_RECORD_OF: Final = {signal: record for record, signal in KIND_OF.items()}
_NAMESPACE: Final = NAMESPACE_URL.bytes


def import_id(record_kind: str, subject: str | None, second: int | None) -> str:
    """Return the id of what was done with a subject in a whole second; None where its source knows no time of its own.

    An id with a time begins with it (RFC 9562, version 8), so that of a history, which goes through time, neighbours are
    neighbours in the index of ids as well. One without is of version 5.
    """
    digits = _digest(record_kind, subject, second)
    return _as_uuid(digits, "5") if second is None else _as_uuid(f"{second & 0xFFFF_FFFF:08x}{digits[8:]}", "8")


def dated_id(
    signal_id: str,
    kind: str,
    video_id: str | None,
    query: str | None,
    channel_id: str | None,
    channel_name: str | None,
    occurred_at: float,
) -> str:
    """Return the id a signal would have today: until schema 8 the ids of histories did not begin with their time."""
    record_kind = _RECORD_OF.get(kind)
    if record_kind is None:
        return signal_id
    subject, second = video_id or query or channel_id or channel_name, int(occurred_at)
    was_made_so = signal_id == _as_uuid(_digest(record_kind, subject, second), "5")
    return import_id(record_kind, subject, second) if was_made_so else signal_id


def _digest(record_kind: str, subject: str | None, second: int | None) -> str:
    name = f"ownfeed:{record_kind}:{subject}:{'' if second is None else second}"
    return sha1(_NAMESPACE + name.encode(), usedforsecurity=False).hexdigest()


def _as_uuid(digits: str, version: str) -> str:
    """Return a UUID of at least 32 hexadecimal digits in a fifth of the standard library's time: a history has 500,000."""
    variant = "89ab"[int(digits[16], 16) & 3]
    return f"{digits[:8]}-{digits[8:12]}-{version}{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:32]}"
