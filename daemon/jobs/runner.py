"""Running jobs: one at a time of each kind, every step of theirs in the `jobs` table, which is the truth about them."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Final
from uuid import uuid4

from daemon import disk
from daemon.errors import Conflict, NotFound, OwnFeedError
from daemon.store.jobs import Job

from .feed import Feed
from .progress import Progress
from .work import Kind, Tools, Work

log = logging.getLogger(__name__)

MOST_ATTEMPTS: Final = 3
"""How often a job that took the daemon down with it is started again."""

_NOT_BEGUN: Final = "this was not begun; free some space. What repeats comes again in its turn, what you asked for is to be asked for again."

_HALTED: Final = "Your data are being deleted; ask again in a moment."


class Runner:
    """Takes jobs, runs them, and remembers them across a crash."""

    def __init__(self, tools: Tools, kinds: Mapping[str, Kind], changed: Callable[[int], None]) -> None:
        self._tools = tools
        self._kinds = kinds
        self._changed = changed
        self._jobs = tools.store.jobs
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._waiting: dict[str, Job] = {}
        self._own: set[str] | None = set()  # every job of this run until what the last one left is taken up
        self._tasks: dict[asyncio.Task[None], Job] = {}
        self._halted: Counter[int | None] = Counter()
        self._feed: Feed[Job] = Feed()

    def subscribe(self) -> AsyncIterator[Job]:
        """Yield every job at each change from now on, until the runner closes."""
        return self._feed.subscribe()

    async def submit(self, kind: str, user_id: int | None, params: Mapping[str, object]) -> str:
        """Queue a job and return its id; the same one that still waits is not queued twice.

        Raises NotFound for an unknown kind, Conflict while the person's are halted.
        """
        if kind not in self._kinds:
            raise NotFound(f"There is no job called {kind}; there are {', '.join(self._kinds)}.")
        if self._halted[user_id]:
            raise Conflict(_HALTED)
        for waiting in self._waiting.values():
            if (waiting.kind, waiting.user_id, dict(waiting.params)) == (kind, user_id, dict(params)):
                return waiting.job_id
        job = Job(str(uuid4()), kind, self._tools.clock(), user_id, dict(params))
        await self._queue(job)
        return job.job_id

    @asynccontextmanager
    async def halted(self, user_id: int) -> AsyncIterator[None]:
        """End a person's jobs, those that wait too, and take no other until all such blocks end: their data are deleted."""
        self._halted[user_id] += 1
        try:
            ended = {task: job for task, job in self._tasks.items() if job.user_id == user_id}
            for task in ended:
                task.cancel()
            await asyncio.gather(*ended, return_exceptions=True)
            for job in ended.values():  # a task that had not taken its first step leaves no word
                self._waiting.pop(job.job_id, None)
            yield
        finally:
            self._halted[user_id] -= 1

    async def resume(self) -> None:
        """Take up what the last run of the daemon left: what waited waits again, what ran is run again.

        What was asked for since this run began is in hand already, or even done by the time the table has been read.

        A job that was running at a crash may have caused it, so it is tried three times in all.

        Raises DiskFull or StorageError when that cannot be recorded; called again, it goes on where it was.
        """
        for job in await self._jobs.unfinished():
            if self._own is None or job.job_id in self._own:
                continue
            if job.state == "queued" and job.kind in self._kinds:
                await self._queue(job)
                continue
            await self._save(self._ended(job, "failed", error="OwnFeed was stopped while this ran."))
            attempt = int(str(job.params.get("attempt", 1)))
            if job.kind in self._kinds and attempt < MOST_ATTEMPTS:
                await self.submit(job.kind, job.user_id, {**job.params, "attempt": attempt + 1})
        self._own = None

    async def close(self) -> None:
        """Stop everything; what was not finished is queued for the next start."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._feed.close()

    @property
    def is_idle(self) -> bool:
        """Whether no job waits or runs."""
        return not self._tasks

    async def idle(self) -> None:
        """Return when no job waits or runs."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def _queue(self, job: Job) -> None:
        self._waiting[job.job_id] = job
        if self._own is not None:
            self._own.add(job.job_id)
        try:
            await self._save(job)
        except BaseException:
            del self._waiting[job.job_id]  # else the next one asked for would be taken for this one
            raise
        if self._halted[job.user_id]:  # meanwhile: what was saved goes with the rest
            del self._waiting[job.job_id]
            raise Conflict(_HALTED)
        task = asyncio.create_task(self._take_turn(job), name=f"job {job.kind} {job.job_id}")
        self._tasks[task] = job
        task.add_done_callback(self._ended_task)

    async def _take_turn(self, job: Job) -> None:
        try:
            async with self._turns[job.kind]:
                self._waiting.pop(job.job_id, None)
                await self._run(replace(job, state="running", started_at=self._tools.clock()))
        except asyncio.CancelledError:
            self._waiting.pop(job.job_id, None)
            is_over = self._halted[job.user_id] > 0  # else the daemon stops, and takes it up at the next start
            await self._save(
                self._ended(job, "cancelled") if is_over else replace(job, state="queued", started_at=None)
            )
            raise

    async def _run(self, job: Job) -> None:
        await self._save(job)
        log.info("job %s %s started", job.kind, job.job_id)
        progress = Progress(job, self._save)
        work = Work(job, self._tools, progress.report, self._changed)
        try:
            if self._kinds[job.kind].needs_room:
                disk.require_room(self._tools.settings.data_dir, _NOT_BEGUN)
            await self._tools.recommender.ready()  # a request may come, and ask for a job, while it still loads
            result = await self._kinds[job.kind].run(work)
        except OwnFeedError as error:
            ended = self._ended(progress.job, "failed", error=error.message)
        except Exception as error:
            log.exception("job %s %s failed", job.kind, job.job_id)
            ended = self._ended(progress.job, "failed", error=f"OwnFeed has a fault ({type(error).__name__}: {error}).")
        else:
            ended = replace(self._ended(progress.job, "done"), result=dict(result))
        finally:
            await progress.close()
        await self._save(ended)
        log.info("job %s %s %s", ended.kind, ended.job_id, ended.state)

    def _ended_task(self, task: asyncio.Task[None]) -> None:
        del self._tasks[task]
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("%s could not be recorded: %s", task.get_name(), error)

    def _ended(self, job: Job, state: str, *, error: str | None = None) -> Job:
        return replace(job, state=state, error=error, finished_at=self._tools.clock())

    async def _save(self, job: Job) -> None:
        await self._jobs.save(job)
        self._feed.publish(job)
