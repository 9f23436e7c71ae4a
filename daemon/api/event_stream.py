"""News as they happen, as server-sent events; read with `fetch`, for an EventSource cannot carry the token."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Final

import orjson
from aiohttp import web

from daemon.events import News
from daemon.keys import EVENTS, JOBS, TOKENS

from .guard.identity import CALLER, Caller
from .jobs import job_out
from .routes import Route, Routes

routes: Final = Routes()

HEARTBEAT_SECONDS: Final = 20.0
"""A line now and then: a listener that is gone is noticed by the failing write."""


@routes.add(Route("GET", "/api/events", "News as they happen", reply_type="text/event-stream", may_last=True))
async def get_events(request: web.Request) -> web.StreamResponse:
    """Stream `job` (a Job), `slate` ({slate_id}), `rules`, `categories`, `personas` and `state` events until either side goes away."""
    caller = request[CALLER]
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    with request.app[EVENTS].listen() as news, suppress(ConnectionError):
        await response.prepare(request)
        await response.write(b": listening\n\n")
        while (line := await _next(news, caller.user_id)) is not None and _is_paired(request, caller):
            await response.write(line)
    return response


def _is_paired(request: web.Request, caller: Caller) -> bool:
    """Return whether the listener may still listen: it may have been revoked since it began."""
    return caller.client is None or request.app[TOKENS].by_id(caller.client.client_id) is not None


async def _next(news: asyncio.Queue[News | None], user_id: int) -> bytes | None:
    """Return the next lines to send; None when the daemon stops."""
    try:
        one = await asyncio.wait_for(news.get(), HEARTBEAT_SECONDS)
    except TimeoutError:
        return b": still here\n\n"
    if one is None:
        return None
    if one.user_id not in (None, user_id):
        return b""
    return b"event: " + one.kind.encode() + b"\ndata: " + orjson.dumps(one.data) + b"\n\n"


async def tell_of_jobs(app: web.Application) -> None:
    """Hand every change of a job to the listeners; runs as long as the application does."""
    async for job in app[JOBS].subscribe():
        app[EVENTS].tell(News("job", job.user_id, job_out(job).model_dump(mode="json")))
