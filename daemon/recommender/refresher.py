"""When something is made again for a person: at once after an act, a little later after what merely happened."""

from __future__ import annotations

import asyncio
import logging
import math
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Final

log = logging.getLogger(__name__)

SOON_SECONDS: Final = 0.01
"""A rating is felt in the next feed; a burst of signals is one change all the same."""
LATER_SECONDS: Final = 2.0
"""Impressions and new cards come by the dozen while somebody scrolls."""
REST: Final = 4.0
"""After a making, a rest of so many times its length: a queue that empties must not keep a core busy. Who asks waits for none."""


class Refresher:
    """Calls `make(user_id)` some time after `changed`, once for many changes, never twice at the same time."""

    def __init__(
        self,
        make: Callable[[int], Awaitable[None]],
        *,
        soon_seconds: float = SOON_SECONDS,
        repeat_seconds: float | None = None,
    ) -> None:
        self._make = make
        self._soon_seconds = soon_seconds
        self._repeat_seconds = repeat_seconds
        self._timers: dict[int, asyncio.TimerHandle] = {}
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._urgent: set[int] = set()
        self._rested_at: dict[int, float] = {}
        self._closed = False
        self._locks: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    def changed(self, user_id: int, *, urgent: bool = True) -> None:
        """Have it made again; an urgent change does not wait for a later one's time."""
        if urgent:
            self._urgent.add(user_id)
        self._schedule(user_id, self._soon_seconds if urgent else LATER_SECONDS)

    def expected(self, user_id: int) -> None:
        """Have it made anew when somebody next asks, not before."""
        self._urgent.add(user_id)

    def again(self, user_id: int, seconds: float) -> None:
        """Have it made again after so many seconds (infinite: never), if nothing has it made before."""
        if math.isfinite(seconds):
            self._schedule(user_id, seconds)

    async def fresh(self, user_id: int) -> None:
        """Return when every urgent change so far has been followed."""
        if user_id in self._urgent:
            self._start(user_id)
        if (task := self._tasks.get(user_id)) is not None:
            await asyncio.shield(task)

    async def settled(self) -> None:
        """Make now what waits for its time, and return when it is made; for tests."""
        for user_id in list(self._timers):
            self._start(user_id)
        await asyncio.gather(*self._tasks.values())

    async def close(self) -> None:
        """Finish what is being made; what waits is made at the next start."""
        self._closed = True
        for timer in self._timers.values():
            timer.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    def _schedule(self, user_id: int, delay_seconds: float) -> None:
        """Set the timer, unless one that fires earlier is set, or nothing is made any more."""
        if self._closed:
            return
        loop = asyncio.get_running_loop()
        due_at = max(loop.time() + delay_seconds, self._rested_at.get(user_id, 0.0))
        timer = self._timers.get(user_id)
        if timer is not None and timer.when() <= due_at:
            return
        if timer is not None:
            timer.cancel()
        self._timers[user_id] = loop.call_at(due_at, self._start, user_id)

    def _start(self, user_id: int) -> None:
        if (timer := self._timers.pop(user_id, None)) is not None:
            timer.cancel()
        self._urgent.discard(user_id)
        self._tasks[user_id] = asyncio.create_task(self._run(user_id), name=f"feed-{user_id}")

    async def _run(self, user_id: int) -> None:
        async with self._locks[user_id]:
            loop = asyncio.get_running_loop()
            started_at = loop.time()
            try:
                await self._make(user_id)
            except Exception:
                log.exception("what is shown to user %d could not be made anew", user_id)
            self._rested_at[user_id] = loop.time() + REST * (loop.time() - started_at)
        if self._repeat_seconds is not None:
            self._schedule(user_id, self._repeat_seconds)
