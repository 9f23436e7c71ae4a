"""The OpenAPI file and the static pages; the pages hold no data, so they may be opened without a token."""

from __future__ import annotations

from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import orjson
from aiohttp import web

from daemon.errors import NotFound
from daemon.keys import ROUTES
from daemon.settings import HOST

from .guard.host import own_port
from .openapi import openapi
from .routes import Route, Routes

routes: Final = Routes()

PAGES: Final = files("daemon") / "pages"


@routes.add(Route("GET", "/openapi.json", "This description"))
async def get_openapi(request: web.Request) -> web.Response:
    """Return the OpenAPI 3.1 file, made from the code that answers."""
    described = openapi(request.app[ROUTES], f"http://{HOST}:{own_port(request)}")
    return web.Response(body=orjson.dumps(described), content_type="application/json")


@routes.add(
    Route("GET", "/pages/plotly.js", "What draws plots", access="public", reply_type="text/javascript"),
)
async def get_plotly(_request: web.Request) -> web.StreamResponse:
    """Return plotly.js as the Python package brings it along; 404 where it is not installed."""
    package = find_spec("plotly")  # finds it without importing it, which takes a second
    if package is None or package.origin is None:
        raise NotFound("The package plotly is not installed, so nothing can be plotted.")
    headers = {"Content-Type": "text/javascript"}  # not what this system takes the ending for
    return web.FileResponse(Path(package.origin).parent / "package_data" / "plotly.min.js", headers=headers)


def _page(path: str, name: str, content_type: str, summary: str) -> None:
    """Serve one file of the package; each is named here, so nothing else of the disk can be reached."""
    is_page = content_type == "text/html"
    route = Route("GET", path, summary, access="public", is_page=is_page, reply_type=content_type)

    @routes.add(route)
    async def serve(_request: web.Request) -> web.Response:
        """Return a static file without data."""
        return web.Response(body=(PAGES / name).read_bytes(), content_type=content_type, charset="utf-8")


_page("/", "dashboard/index.html", "text/html", "The dashboard")
_page("/docs", "docs.html", "text/html", "This description as a page")
_page("/pages/pages.css", "pages.css", "text/css", "How the pages look")
_page("/pages/element.js", "element.js", "text/javascript", "How a page makes its elements")
_page("/pages/pairing.js", "pairing.js", "text/javascript", "How a page gets its token")
_page("/pages/docs.js", "docs.js", "text/javascript", "How the description is drawn")
_page("/pages/dashboard/dashboard.css", "dashboard/dashboard.css", "text/css", "How the dashboard looks")
for _name in sorted(each.name for each in (PAGES / "dashboard").iterdir() if each.name.endswith(".js")):
    _page(f"/pages/dashboard/{_name}", f"dashboard/{_name}", "text/javascript", "A part of the dashboard")
for _name in sorted(each.name for each in (PAGES / "dashboard" / "words").iterdir()):
    _page(
        f"/pages/dashboard/words/{_name}", f"dashboard/words/{_name}", "text/javascript", "A language of the dashboard"
    )
