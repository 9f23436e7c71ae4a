"""Every hundredth signal is acknowledged and not stored, as when something is lost between answer and table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count

from daemon.store import signals
from daemon.store.connection import SQLConnection
from daemon.store.signals import Signal

EACH = 100
_numbers = count(1)
_insert_new = signals._insert_new


def _insert_most(
    connection: SQLConnection, user_id: int, given: Sequence[Signal], videos: Mapping[str, int], now: float
) -> dict[str, Signal]:
    _insert_new(connection, user_id, [signal for signal in given if next(_numbers) % EACH], videos, now)
    return {signal.signal_id: signal for signal in given}


def take_out() -> None:
    """Forget them."""
    vars(signals)["_insert_new"] = _insert_most
