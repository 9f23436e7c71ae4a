"""What a browser says of who asks: no page may, our extension and our own pages may. Depth, not the boundary."""

from __future__ import annotations

from typing import Final

from aiohttp import hdrs, web

from daemon.api.routes import Route
from daemon.errors import Forbidden
from daemon.keys import SETTINGS
from daemon.settings import HOST

from .host import own_port

SITES: Final = frozenset({"none", "same-origin"})


def check_fetch_metadata(request: web.Request, route: Route) -> None:
    """Raise Forbidden for a request from a web page, and for a navigation to anything but a static page."""
    sites = request.headers.getall("Sec-Fetch-Site", [])
    if not SITES.issuperset(sites) or len(sites) > 1:
        raise Forbidden("Web pages may not ask OwnFeed anything.")
    modes = request.headers.getall("Sec-Fetch-Mode", [])
    if "navigate" in modes and not (route.is_page and request.method == hdrs.METH_GET):
        raise Forbidden("This is not a page to visit; the pages are / and /docs.")


def check_origin(request: web.Request) -> None:
    """Raise Forbidden for an Origin that is neither absent (GET, programs) nor ours; `null` is foreign too."""
    ours = {f"chrome-extension://{each}" for each in request.app[SETTINGS].extension_ids}
    ours.add(f"http://{HOST}:{own_port(request)}")
    origins = request.headers.getall(hdrs.ORIGIN, [])
    if not ours.issuperset(origins) or len(origins) > 1:
        raise Forbidden("This page or extension is not allowed to ask; allow its id in the setting extension_ids.")
