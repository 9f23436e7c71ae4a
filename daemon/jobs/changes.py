"""From "this person's data changed" to the jobs that have something to do: soon, and not a hundred times."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Final

log = logging.getLogger(__name__)

QUIET_SECONDS: Final = 1.0
"""A burst of signals is over when nothing came for so long …"""
LONGEST_WAIT_SECONDS: Final = 60.0
"""… but a burst without end must not put the jobs off for ever."""


class Changes:
    """Debounces changes per person and then calls `look(user_id)`."""

    def __init__(
        self, look: Callable[[int], Coroutine[None, None, None]], *, quiet_seconds: float = QUIET_SECONDS
    ) -> None:
        self._look = look
        self._quiet_seconds = quiet_seconds
        self._first_at: dict[int, float] = {}
        self._timers: dict[int, asyncio.TimerHandle] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def changed(self, user_id: int) -> None:
        """Note a change; cheap enough for every request."""
        loop = asyncio.get_running_loop()
        first_at = self._first_at.setdefault(user_id, loop.time())
        if user_id in self._timers:
            self._timers[user_id].cancel()
        due_at = min(loop.time() + self._quiet_seconds, first_at + LONGEST_WAIT_SECONDS)
        self._timers[user_id] = loop.call_at(due_at, self._start, user_id)

    async def close(self) -> None:
        """Forget what waits: the sweep at the next start looks at everybody."""
        for timer in self._timers.values():
            timer.cancel()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def is_pending(self) -> bool:
        """Whether a change still waits to be looked at."""
        return bool(self._timers or self._tasks)

    async def settled(self) -> None:
        """Return when no change waits any more."""
        while self.is_pending:
            for user_id in list(self._timers):
                self._timers[user_id].cancel()
                self._start(user_id)
            await asyncio.wait(self._tasks)

    def _start(self, user_id: int) -> None:
        del self._timers[user_id], self._first_at[user_id]
        task = asyncio.create_task(self._look(user_id))
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("the jobs could not look at what changed: %s", error)
