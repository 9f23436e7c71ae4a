"""Every hundredth signal is acknowledged and not stored, as when something is lost between answer and table."""

from __future__ import annotations

from itertools import count
from typing import Any

from daemon.store import signals
from daemon.store.connection import SQLConnection
from daemon.store.signals import Signal

EACH = 100
_numbers = count(1)
_store = signals._store


def _store_most(connection: SQLConnection, user_id: int, signal: Signal, *more: Any) -> Signal | None:
    return _store(connection, user_id, signal, *more) if next(_numbers) % EACH else signal


def take_out() -> None:
    """Forget them."""
    vars(signals)["_store"] = _store_most
