"""How long each route takes, measured around everything else."""

from __future__ import annotations

import time

from aiohttp import web
from aiohttp.typedefs import Handler

from daemon.keys import METRICS, ROUTES

from .openapi import PARAMETER


@web.middleware
async def measured(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Take down the time to the answer's head under the route's own pattern; what matches no route shares one."""
    began = time.perf_counter()
    response = await handler(request)
    route = request.app[ROUTES].of(request.match_info.handler)
    pattern = PARAMETER.sub(r"{\1}", route.path) if route else "other"
    request.app[METRICS].answered(
        request.method if route else "", pattern, response.status, time.perf_counter() - began
    )
    return response
