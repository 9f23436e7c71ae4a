"""Background work as a person sees it."""

from __future__ import annotations

from typing import Any, Final, Literal

from aiohttp import web
from pydantic import BaseModel

from daemon.errors import NotFound
from daemon.keys import JOBS
from daemon.store.jobs import Job

from .guard.identity import CALLER
from .routes import Route, Routes
from .wire import Moment

routes: Final = Routes()


class JobOut(BaseModel):
    """One piece of work and how far it came; `total` is null while nobody knows."""

    job_id: str
    kind: str
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    done: int
    total: int | None
    message: str
    result: dict[str, Any] | None
    error: str | None
    created_at: Moment
    started_at: Moment | None
    finished_at: Moment | None


def job_out(job: Job) -> JobOut:
    """Return a job as it goes out."""
    return JobOut.model_validate(
        {
            "job_id": job.job_id,
            "kind": job.kind,
            "state": job.state,
            "done": job.done,
            "total": job.total,
            "message": job.message,
            "result": None if job.result is None else dict(job.result),
            "error": job.error,
            "created_at": job.created_at,
            "started_at": job.started_at,
            "finished_at": job.finished_at,
        }
    )


def is_for(job: Job, user_id: int) -> bool:
    """Return whether a job concerns this person: theirs, or everybody's."""
    return job.user_id in (None, user_id)


@routes.add(Route("GET", "/api/jobs/{job_id}", "One job", reply=JobOut))
async def get_job(request: web.Request) -> JobOut:
    """Return a job as it stands."""
    job = await request.app[JOBS].get(request.match_info["job_id"])
    if job is None or not is_for(job, request[CALLER].user_id):
        raise NotFound("There is no such job; /api/status lists the newest.")
    return job_out(job)
