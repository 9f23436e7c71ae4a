"""The guard's order: where the request was sent, who sent it, whether it may, and only then what it carries."""

from __future__ import annotations

from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler

from daemon.api.failures import error_response
from daemon.api.routes import BODY, Route
from daemon.errors import OwnFeedError
from daemon.keys import ROUTES

from .body import FILE, check_query, is_write, read_json
from .connections import Connection
from .host import check_host
from .identity import CALLER, check_access
from .origin import check_fetch_metadata, check_origin

_CLOSED: Final = Route("*", "*", "what no route answers")
"""A request that matches no route is guarded like any other before it learns so."""


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse before anything else runs; what passes has `CALLER` (but on public routes) and `BODY` (on writes)."""
    route = request.app[ROUTES].of(request.match_info.handler) or _CLOSED
    if isinstance(request.protocol, Connection):
        request.protocol.begins(route)
    try:
        await _check(request, route)
    except OwnFeedError as error:
        return error_response(error)
    return await handler(request)


async def _check(request: web.Request, route: Route) -> None:
    check_host(request)
    check_fetch_metadata(request, route)
    check_origin(request)
    check_query(request)
    caller = await check_access(request, route)
    if caller is not None:
        request[CALLER] = caller
        if isinstance(request.protocol, Connection):
            request.protocol.is_let_in(route)
    if is_write(request) and (body := await read_json(request, route)) is not FILE:
        request[BODY] = body
