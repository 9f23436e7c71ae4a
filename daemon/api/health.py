"""Whether the daemon is there: the one thing anybody may know."""

from __future__ import annotations

from typing import Final, Literal

from aiohttp import web
from pydantic import BaseModel

from daemon import API_VERSION

from .routes import Route, Routes

routes: Final = Routes()


class HealthOut(BaseModel):
    """All there is to say without a token."""

    status: Literal["ok"] = "ok"
    api_version: int = API_VERSION


@routes.add(Route("GET", "/healthz", "Is OwnFeed running?", reply=HealthOut, access="public"))
async def healthz(_request: web.Request) -> HealthOut:
    """Answer as soon as the port is open, before anything is loaded."""
    return HealthOut()
