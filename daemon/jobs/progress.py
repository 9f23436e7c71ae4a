"""How far one job has come: told often, from any thread; saved and shown a few times a second."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from typing import Final

from daemon.errors import StorageError
from daemon.store.jobs import Job

PAUSE_SECONDS: Final = 0.25


class Progress:
    """Holds the newest report of a job and saves it at its own pace."""

    def __init__(self, job: Job, save: Callable[[Job], Awaitable[None]]) -> None:
        self.job = job
        self._save = save
        self._loop = asyncio.get_running_loop()
        self._told = asyncio.Event()
        self._task = asyncio.create_task(self._follow())

    def report(self, done: int, total: int | None, message: str = "") -> None:
        """Remember how far the job is; may be called from another thread."""
        self.job = replace(self.job, done=done, total=total, message=message)
        self._loop.call_soon_threadsafe(self._told.set)

    async def close(self) -> None:
        """Stop following; the end of the job is saved by whoever ran it."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _follow(self) -> None:
        while True:
            await self._told.wait()
            self._told.clear()
            with suppress(StorageError):  # it is only progress, and the next report may find room
                await self._save(self.job)
            await asyncio.sleep(PAUSE_SECONDS)
