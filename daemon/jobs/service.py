"""The jobs as the rest of the daemon sees them."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING

from daemon.errors import Conflict, StorageError

from .changes import Changes
from .kinds import KINDS
from .runner import Runner
from .schedule import WAKE_SECONDS, Schedule
from .work import Kind, Tools

if TYPE_CHECKING:
    from daemon.recommender import Recommender
    from daemon.settings import Settings
    from daemon.store import Store
    from daemon.store.jobs import Job

log = logging.getLogger(__name__)


class Jobs:
    """Background work: asked for, started by changes, or repeating. Nothing runs before `start`."""

    def __init__(
        self,
        store: Store,
        recommender: Recommender,
        settings: Settings,
        *,
        clock: Callable[[], float] = time.time,
        kinds: Mapping[str, Kind] = KINDS,
        retry_seconds: float = WAKE_SECONDS,
    ) -> None:
        tools = Tools(store, recommender, settings, clock)
        self._store = store
        self._recommender = recommender
        self._changes = Changes(self._look)
        self._runner = Runner(tools, kinds, self._changes.changed)
        self._schedule = Schedule(tools, kinds, self._runner.submit)
        self._started = asyncio.Event()
        self._retry_seconds = retry_seconds

    async def start(self) -> None:
        """Take up what was interrupted, catch up with what fell due, then keep time; a full disk is waited for."""
        while True:
            if await self._has_begun():
                break
            await asyncio.sleep(self._retry_seconds)
        self._started.set()

    async def close(self) -> None:
        """Stop at once; what was not finished is queued for the next start."""
        await self._schedule.close()
        await self._changes.close()
        await self._runner.close()

    async def submit(self, kind: str, user_id: int | None = None, **params: object) -> str:
        """Queue a job and return its id; one that waits already is not queued twice. Raises NotFound."""
        return await self._runner.submit(kind, user_id, params)

    def halted(self, user_id: int) -> AbstractAsyncContextManager[None]:
        """End a person's jobs and begin none until the block ends, in which their data are deleted."""
        return self._runner.halted(user_id)

    async def get(self, job_id: str) -> Job | None:
        """Return one job as it stands; None for an unknown id."""
        return await self._store.jobs.get(job_id)

    async def newest(self, limit: int = 20) -> list[Job]:
        """Return the newest jobs, the newest first."""
        return await self._store.jobs.newest(limit)

    async def newest_for(self, user_id: int) -> list[Job]:
        """Return the newest jobs that concern a person, theirs and everybody's, the newest first."""
        return await self._store.jobs.newest_for(user_id)

    async def last_done(self, kind: str) -> Job | None:
        """Return the job of a kind that was done last."""
        return await self._store.jobs.last_done(kind)

    def subscribe(self) -> AsyncIterator[Job]:
        """Return every job at each change from now on."""
        return self._runner.subscribe()

    def changed(self, user_id: int) -> None:
        """Say, after the commit, that a person's data changed; soon the jobs with something to do are started."""
        self._changes.changed(user_id)

    async def started(self) -> None:
        """Return when `start` has asked for everything that fell due; for tests."""
        await self._started.wait()

    async def settled(self) -> None:
        """Return when no change waits and no job runs; for tests and for a demonstration's start."""
        await self._changes.settled()
        while not self._runner.is_idle or self._changes.is_pending:
            await self._runner.idle()
            await self._changes.settled()

    async def _look(self, user_id: int) -> None:
        await self._recommender.person(user_id)  # in memory, also when the change came while the daemon still loaded
        await self._schedule.look(user_id)

    async def _has_begun(self) -> bool:
        try:
            await self._runner.resume()
            await self._schedule.start()
        except (StorageError, Conflict) as error:  # a full disk, or somebody whose data are being deleted
            log.warning("Background work waits: %s", error)
            return False
        return True
