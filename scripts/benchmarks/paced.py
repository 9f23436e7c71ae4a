"""`python -m scripts.benchmarks.paced serve …`: `ownfeed` whose order leaves 30 ms after it was asked for, or later if it took longer."""

from __future__ import annotations

import asyncio
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler

from daemon.api.routes import Routes
from daemon.cli import main

PACE_SECONDS: Final = 0.030
_connect = Routes.connect


@web.middleware
async def _paced(request: web.Request, handler: Handler) -> web.StreamResponse:
    clock = asyncio.get_running_loop()
    until = clock.time() + PACE_SECONDS * (request.path == "/api/rank")
    response = await handler(request)
    await asyncio.sleep(max(until - clock.time(), 0))
    return response


def _connect_paced(self: Routes, app: web.Application) -> None:
    _connect(self, app)
    app.middlewares.insert(0, _paced)


if __name__ == "__main__":
    Routes.connect = _connect_paced  # type: ignore[method-assign]
    main()
