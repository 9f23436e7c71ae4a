"""What is running, what there is, and what went wrong lately."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from pathlib import Path
from typing import Final

from aiohttp import web
from pydantic import BaseModel, Field

from daemon import API_VERSION, __version__
from daemon.keys import CLOCK, JOBS, LAST_ERRORS, RECOMMENDER, SETTINGS, STORE
from daemon.recommender import Recommender
from daemon.recommender.states import State

from .agent import AgentOut, agent_out
from .guard.identity import CALLER
from .jobs import JobOut, job_out
from .routes import Route, Routes
from .sentences import said_of
from .wire import Moment, rfc3339

routes: Final = Routes()


class CountsOut(BaseModel):
    """How much is stored for this person; vectors are everybody's."""

    videos: int
    signals: int
    ratings: int
    vectors: int
    personas: int


class ErrorLine(BaseModel):
    """One warning or error of this run."""

    occurred_at: Moment
    source: str
    message: str


class EmbeddingOut(BaseModel):
    """The embedding model that serves and the one that is set; `message` says why they differ, '' when they do not."""

    in_service: str
    wanted: str
    message: str


class StatusOut(BaseModel):
    """The whole picture; `egress_today` is what left the machine, requests by host."""

    version: str = __version__
    api_version: int = API_VERSION
    state: State
    message: str
    counts: CountsOut
    jobs: list[JobOut]
    last_discovered_at: Moment | None = Field(description="when looking for new videos last ended well")
    last_errors: list[ErrorLine]
    egress_today: dict[str, int]
    model: AgentOut
    embedding: EmbeddingOut
    backups: list[str]
    extension_seen_at: Moment | None


@routes.add(Route("GET", "/api/status", "How things stand", reply=StatusOut))
async def get_status(request: web.Request) -> StatusOut:
    """Return counts, jobs, errors, and what left this machine today."""
    app, user_id = request.app, request[CALLER].user_id
    person = await app[RECOMMENDER].person(user_id)
    feed = await app[RECOMMENDER].look(user_id)
    state, sentences = await said_of(app, person, feed)
    errors = app[LAST_ERRORS].newest_first()
    discovered = await app[JOBS].last_done("discover")
    return StatusOut(
        state=state,
        message=" ".join(each.text for each in sentences),
        counts=CountsOut(**asdict(await app[STORE].counts(user_id))),
        jobs=[job_out(job) for job in await app[JOBS].newest_for(user_id)],
        last_discovered_at=None if discovered is None else discovered.finished_at,
        last_errors=[ErrorLine(**asdict(error)) for error in errors],
        egress_today=await app[STORE].egress.on(rfc3339(app[CLOCK]())[:10]),
        model=await agent_out(app, user_id),
        embedding=_embedding(app[RECOMMENDER]),
        backups=await asyncio.to_thread(_backups, app[SETTINGS].backups),
        extension_seen_at=await _seen_at(request, user_id),
    )


def _embedding(recommender: Recommender) -> EmbeddingOut:
    switching = recommender.switching
    return EmbeddingOut(in_service=recommender.model, wanted=switching.wanted, message=switching.sentence)


def _backups(folder: Path) -> list[str]:
    """Return the names of all backups, the newest first."""
    files = sorted(folder.glob("*.db"), key=lambda file: file.stat().st_mtime, reverse=True)
    return [file.name for file in files]


async def _seen_at(request: web.Request, user_id: int) -> float | None:
    """Return when a paired program of this person last told something."""
    clients = [each for each in await request.app[STORE].clients.all() if each.user_id == user_id]
    return max((each.last_seen_at for each in clients if each.last_seen_at is not None), default=None)
