"""Whoever reaches the port is the owner, as in programs that trust "it is only on localhost"."""

from __future__ import annotations

from aiohttp import web

from daemon.api.guard import body, middleware
from daemon.api.guard.identity import Caller
from daemon.api.routes import Route
from daemon.keys import STORE


async def _owner(request: web.Request, _route: Route) -> Caller:
    return Caller((await request.app[STORE].users.named(None)).user_id, None)


async def _any_json(request: web.Request, _route: Route) -> object:
    return body.parse_json(await request.read())


def take_out() -> None:
    """Look at no Host, Origin, Fetch metadata, token and content type."""
    open_door: dict[str, object] = {"check_access": _owner, "read_json": _any_json}
    for check in ("check_host", "check_fetch_metadata", "check_origin"):
        open_door[check] = _nothing
    for name, instead in open_door.items():
        setattr(middleware, name, instead)


def _nothing(*_given: object) -> None:
    return None
