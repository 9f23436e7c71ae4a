"""The OpenAPI file and the static pages; the pages hold no data, so they may be opened without a token."""

from __future__ import annotations

from importlib.resources import files
from typing import Final

import orjson
from aiohttp import web

from daemon.keys import ROUTES
from daemon.settings import HOST

from .guard.host import own_port
from .openapi import openapi
from .routes import Route, Routes

routes: Final = Routes()

PAGES: Final = files("daemon") / "docs_page"


@routes.add(Route("GET", "/openapi.json", "This description"))
async def get_openapi(request: web.Request) -> web.Response:
    """Return the OpenAPI 3.1 file, made from the code that answers."""
    described = openapi(request.app[ROUTES], f"http://{HOST}:{own_port(request)}")
    return web.Response(body=orjson.dumps(described), content_type="application/json")


def _page(path: str, name: str, content_type: str, summary: str) -> None:
    """Serve one file of the package; each is named here, so nothing else of the disk can be reached."""
    is_page = content_type == "text/html"
    route = Route("GET", path, summary, access="public", is_page=is_page, reply_type=content_type)

    @routes.add(route)
    async def serve(_request: web.Request) -> web.Response:
        """Return a static file without data."""
        return web.Response(body=(PAGES / name).read_bytes(), content_type=content_type, charset="utf-8")


_page("/", "index.html", "text/html", "What this is")
_page("/docs", "docs.html", "text/html", "This description as a page")
_page("/docs/pages.css", "pages.css", "text/css", "How the pages look")
_page("/docs/pairing.js", "pairing.js", "text/javascript", "How a page gets its token")
_page("/docs/docs.js", "docs.js", "text/javascript", "How the description is drawn")
