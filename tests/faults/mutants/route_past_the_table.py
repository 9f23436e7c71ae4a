"""A route given to the router itself, so that neither guard nor description know of it."""

from __future__ import annotations

from aiohttp import web

from daemon.api.routes import Routes

_connect = Routes.connect


async def _answer(_request: web.Request) -> web.Response:
    return web.Response(text="hello")


def _connect_more(self: Routes, app: web.Application) -> None:
    _connect(self, app)
    app.router.add_get("/api/past", _answer)


def take_out() -> None:
    """Add it."""
    Routes.connect = _connect_more  # type: ignore[method-assign]
