"""How signals come in, whoever sends them."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web

from daemon.keys import CLOCK, JOBS, RECOMMENDER, STORE
from daemon.store.signals import Acknowledged, Signal

from .guard.identity import CALLER, note_seen


async def take_signals(request: web.Request, signals: Sequence[Signal]) -> Acknowledged:
    """Store signals for whoever asks, and tell everybody who lives on them; returns after the commit."""
    app, caller = request.app, request[CALLER]
    now = app[CLOCK]()
    acknowledged = await app[STORE].signals.add(caller.user_id, signals, now=now)
    if acknowledged.stored:
        app[RECOMMENDER].signals_added(caller.user_id, [*acknowledged.stored, *acknowledged.raised])
        app[JOBS].changed(caller.user_id)
    await note_seen(request)
    return acknowledged
