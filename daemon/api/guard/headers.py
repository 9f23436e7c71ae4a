"""Headers on every answer, streams and errors included: nothing is cached, sniffed, framed or shared across origins."""

from __future__ import annotations

from typing import Final

from aiohttp import web

HEADERS: Final = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: https://i.ytimg.com; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
}


async def harden(_request: web.Request, response: web.StreamResponse) -> None:
    """Add the headers just before an answer goes out; no `Access-Control-*` header is ever among them."""
    response.headers.update(HEADERS)
    response.headers.popall("Server", None)
