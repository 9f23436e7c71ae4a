"""Repeating jobs: every minute the `schedule` table says what is due.

A timer set for tomorrow counts on a clock that stands still while the machine sleeps, and on one that nobody sets back; a look at
the table every minute, told by no clock of the day, catches up after sleep, shutdown, crash and a clock put right alike. (APScheduler,
which woke us before, keeps the moment of its next run: set back by nine hours, it slept for nine hours.)
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from daemon.moments import is_longer_ago
from daemon.store.schedule import Due

from .work import Kind, Tools

log = logging.getLogger(__name__)

WAKE_SECONDS: Final = 60.0

Question = Callable[[Tools, int | None], Awaitable[bool]]
Submit = Callable[[str, int | None, Mapping[str, object]], Awaitable[str]]


class Schedule:
    """Looks which kinds are due, by time or by what changed, and submits them."""

    def __init__(self, tools: Tools, kinds: Mapping[str, Kind], submit: Submit) -> None:
        self._tools = tools
        self._kinds = kinds
        self._submit = submit
        self._is_start = True
        self._waking: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Catch up with what fell due while we were away, then look every minute."""
        await self.sweep()
        self._waking = asyncio.create_task(self._wake_up(), name="schedule")

    async def close(self) -> None:
        """Wake up no more."""
        if self._waking is not None:
            self._waking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._waking

    async def sweep(self) -> None:
        """Submit every repeating kind whose time has come, and set its next time; one that fails keeps no other waiting.

        The first time, at a start, some are looked at whatever the time (`Kind.at_start`).
        """
        now = self._tools.clock()
        known = {due.kind: due for due in await self._tools.store.schedule.all()}
        for kind in self._kinds.values():
            if kind.every_seconds is None or not (
                (self._is_start and kind.at_start) or _has_come(known.get(kind.name), now, kind.every_seconds)
            ):
                continue
            try:
                for user_id in await self._people(kind):
                    await self._submit_if(kind.is_due, kind, user_id)
            except Exception:
                log.exception(
                    "whether %s is due could not be told; it is looked at again when its time has come", kind.name
                )
            # After it: who is killed in between submits again, and a job that waits is not queued twice.
            await self._tools.store.schedule.set(Due(kind.name, now + kind.every_seconds))
        self._is_start = False  # where the store refused, the next one is the first

    async def _wake_up(self) -> None:
        while True:
            await asyncio.sleep(WAKE_SECONDS)
            try:
                await self.sweep()
            except Exception:
                log.exception("what is due could not be told; it is looked at again in a minute")

    async def look(self, user_id: int) -> None:
        """Submit what has something to do after this person's data changed."""
        for kind in self._kinds.values():
            await self._submit_if(kind.is_touched or kind.is_due, kind, user_id if kind.per_person else None)

    async def _people(self, kind: Kind) -> list[int | None]:
        if not kind.per_person:
            return [None]
        return [user.user_id for user in await self._tools.store.users.all()]

    async def _submit_if(self, question: Question | None, kind: Kind, user_id: int | None) -> None:
        if question is not None and await question(self._tools, user_id):
            await self._submit(kind.name, user_id, {})


def _has_come(due: Due | None, now: float, every_seconds: float) -> bool:
    """Whether a kind is due: for the first time, or a period after it was looked at last."""
    return due is None or is_longer_ago(due.next_due_at - every_seconds, every_seconds, now)
