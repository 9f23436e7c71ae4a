"""Looking for new videos now instead of when it is due."""

from __future__ import annotations

from typing import Annotated, Final

from aiohttp import web
from pydantic import BaseModel, Field, StringConstraints

from daemon.errors import Conflict
from daemon.jobs.allowed import has_key, may_discover
from daemon.jobs.discover import next_to_ask
from daemon.jobs.rotation import expected_videos
from daemon.keys import CLOCK, JOBS, SETTINGS, STORE

from .guard.identity import CALLER
from .routes import Route, Routes
from .wire import Wire

routes: Final = Routes()


Query = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]


class DiscoverIn(Wire):
    """What to look for beside the channels that are trusted; searching needs a key, the channels' feeds do not."""

    queries: Annotated[tuple[Query, ...], Field(max_length=20)] = ()
    max_per_query: Annotated[int, Field(ge=1, le=50)] = 25


class DiscoverOut(BaseModel):
    """The job that looks, and how many new videos are to be expected of it."""

    job_id: str
    estimated_videos: int


@routes.add(Route("POST", "/api/videos/discover", "Look for new videos", body=DiscoverIn, reply=DiscoverOut))
async def discover(request: web.Request, given: DiscoverIn | None = None) -> DiscoverOut:
    """Queue a search for the queries, where a key is set; else a look at the feeds of the channels that are trusted."""
    app = request.app
    if not may_discover(app[SETTINGS]):
        raise Conflict("Looking for new videos is switched off here; the setting `discovery` switches it on.")
    if given is not None and given.queries and has_key(app[SETTINGS]):
        params = {"queries": list(given.queries), "max_per_query": given.max_per_query}
        job_id = await app[JOBS].submit("search", request[CALLER].user_id, **params)
        return DiscoverOut(job_id=job_id, estimated_videos=len(given.queries) * given.max_per_query)
    channels = await next_to_ask(app[STORE], app[CLOCK](), again=True)
    expected = sum(expected_videos(channel, now=app[CLOCK]()) for channel in channels)
    return DiscoverOut(job_id=await app[JOBS].submit("discover", again=True), estimated_videos=round(expected))
