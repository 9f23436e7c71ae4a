"""Signals are acknowledged when the writer has been handed them, not when they are on the disk."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from daemon.store.signals import Acknowledged, Signal, Signals, add_signals

_writing = set[asyncio.Task[Acknowledged]]()


async def _add(self: Signals, user_id: int, signals: Sequence[Signal], *, now: float) -> Acknowledged:
    async def write() -> Acknowledged:
        return await self._database.write(lambda connection: add_signals(connection, user_id, signals, now))

    task = asyncio.create_task(write())
    _writing.add(task)
    task.add_done_callback(_writing.discard)
    return Acknowledged(accepted=[each.signal_id for each in signals])


def take_out() -> None:
    """Answer at once."""
    Signals.add = _add  # type: ignore[method-assign]
