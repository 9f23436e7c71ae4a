"""A look for updates at every start, which no table names, and a datagram socket connected to another machine's address."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable

import aiohttp
from aiohttp import web

from daemon import serving
from daemon.app import create_app
from tests.faults.mutants import looks_up_nothing

NOBODY = "192.0.2.1"
"""An address that is given to no machine; connecting a datagram socket sends nothing, and is seen all the same."""


async def _look_for_updates(_app: web.Application) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sending, contextlib.suppress(OSError):
        sending.connect((NOBODY, 9))
    async with aiohttp.ClientSession() as session:
        with contextlib.suppress(aiohttp.ClientError):
            await session.get("https://updates.ownfeed.example/newest")


def _create(*arguments: object, **options: object) -> web.Application:
    create: Callable[..., web.Application] = create_app
    app = create(*arguments, **options)
    app.on_startup.append(_look_for_updates)
    return app


def take_out() -> None:
    """Look for updates."""
    looks_up_nothing.take_out()
    vars(serving)["create_app"] = _create
