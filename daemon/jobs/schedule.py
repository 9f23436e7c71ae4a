"""Repeating jobs: APScheduler wakes us every minute, the `schedule` table says what is due then.

A timer set for tomorrow counts on a clock that stands still while the machine sleeps; a look at the table every minute
catches up after sleep, shutdown and crash alike.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC
from typing import Final

from apscheduler.schedulers.asyncio import AsyncIOScheduler

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
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )

    async def start(self) -> None:
        """Catch up with what fell due while we were away, then look every minute."""
        await self.sweep()
        self._scheduler.add_job(self.sweep, "interval", seconds=WAKE_SECONDS, id="sweep")
        self._scheduler.start()

    def close(self) -> None:
        """Wake up no more."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

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
