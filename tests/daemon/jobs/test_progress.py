"""How far a job has come is told, also after it could not be for a while."""

from __future__ import annotations

import asyncio

from daemon.errors import DiskFull
from daemon.jobs.progress import Progress
from daemon.store.jobs import Job


async def test_progress_that_could_not_be_saved_does_not_keep_the_next_from_it() -> None:
    asked, saved = asyncio.Event(), asyncio.Queue[Job]()

    async def save(job: Job) -> None:
        if not asked.is_set():
            asked.set()
            raise DiskFull("No room yet.")
        saved.put_nowait(job)

    progress = Progress(Job("a job", "embed", 0.0), save)
    progress.report(1, 3)
    await asked.wait()
    progress.report(2, 3)

    assert (await saved.get()).done == 2
    await progress.close()
