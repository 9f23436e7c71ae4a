"""The Host header: the only mark of a rebound name, so it must be ours to the letter."""

from __future__ import annotations

from aiohttp import hdrs, web

from daemon.errors import Misdirected
from daemon.settings import HOST


def own_port(request: web.Request) -> int:
    """Return the port this request came in by; 0, which is nobody's, once its sender has hung up."""
    sockname = request.get_extra_info("sockname")
    return int(sockname[1]) if sockname else 0


def check_host(request: web.Request) -> None:
    """Raise Misdirected unless there is one Host header and it names our address and port."""
    if request.headers.getall(hdrs.HOST, []) != [f"{HOST}:{own_port(request)}"]:
        raise Misdirected(f"This is OwnFeed on {HOST}:{own_port(request)}; ask it under that name.")
