"""Who is connected and for how long: a bound on both, which nobody can use to keep a person's own programs out.

At most 64 connections: the newest comes in, and the one goes that asks nothing and never showed a right token, else any
that asks nothing, the longest first. A head has ten seconds to arrive, a request thirty to be over, but for streams of
events, a wipe, and files as long as they go on arriving.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from http import HTTPStatus
from socket import socket
from typing import Any, Final

from aiohttp import web
from aiohttp.web_log import AccessLogger

from daemon.api.failures import error_response
from daemon.api.routes import Route
from daemon.errors import InvalidRequest

from .headers import HEADERS

MOST: Final = 64
HEAD_SECONDS: Final = 10.0
REQUEST_SECONDS: Final = 30.0
IDLE_SECONDS: Final = 75.0
"""How long a connection is kept for a next request that has not begun to come."""
LOOK_SECONDS: Final = 1.0


class Connection(web.RequestHandler):
    """One connection, as aiohttp has it, which knows what it is waiting for and since when."""

    __slots__ = ("_all", "_takes_file", "is_trusted", "since", "state")

    def __init__(self, connections: Connections, server: web.Server, **options: Any) -> None:
        super().__init__(server, **options)
        self._all = connections
        self.state = "head"
        """`head`: some of a request has come, or nothing ever; `request`: it is being answered; `lasting`: the same
        without a limit; `idle`: the next is awaited."""
        self.since = 0.0
        """The loop's time at which this state began; while a file is taken, the last piece of it."""
        self.is_trusted = False
        """Whether it ever showed a right token."""
        self._takes_file = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Count it."""
        super().connection_made(transport)
        self._now_is("head")
        self._all.add(self)

    def connection_lost(self, exc: BaseException | None) -> None:
        """Forget it."""
        self._all.remove(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Note that something came."""
        if self.state == "idle":
            self._now_is("head")
        elif self.state == "request" and self._takes_file:
            self.since = self._loop.time()
        super().data_received(data)

    def begins(self, route: Route) -> None:
        """Note that a whole head has come, which asks for this."""
        self._takes_file = route.takes_files
        self._now_is("request")

    def is_let_in(self, route: Route) -> None:
        """Note that the request showed a right token."""
        self.is_trusted = True
        if route.may_last:
            self._now_is("lasting")

    async def finish_response(
        self, request: web.BaseRequest, resp: web.StreamResponse, start_time: float | None
    ) -> tuple[web.StreamResponse, bool]:
        """Send the answer, and note that it is sent."""
        try:
            return await super().finish_response(request, resp, start_time)
        finally:
            self._now_is("idle")

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = HTTPStatus.INTERNAL_SERVER_ERROR,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Answer what is no HTTP as any other error is; what came is neither repeated nor logged: it may hold a token."""
        if status != HTTPStatus.BAD_REQUEST:
            return super().handle_error(request, status, exc, message)
        response = error_response(InvalidRequest("This is not a request that can be read."))
        response.headers.update(HEADERS)
        response.force_close()
        return response

    @property
    def is_busy(self) -> bool:
        """Whether something of it is being answered."""
        return self.state in ("request", "lasting")

    def is_overdue(self, now: float) -> bool:
        """Return whether it has waited longer than its state allows."""
        limits = {"head": HEAD_SECONDS, "request": REQUEST_SECONDS, "idle": IDLE_SECONDS}
        return now - self.since > limits.get(self.state, float("inf"))

    def hang_up(self) -> None:
        """End it at once; what it asked for is done all the same."""
        if self.transport is not None:
            self.transport.abort()

    def _now_is(self, state: str) -> None:
        self.state, self.since = state, self._loop.time()


class Connections:
    """All of them."""

    def __init__(self) -> None:
        self._open: dict[Connection, None] = {}

    def add(self, one: Connection) -> None:
        """Let one in, and another go where there are too many; without one that may go, this one does."""
        self._open[one] = None
        if len(self._open) <= MOST:
            return
        may_go = [each for each in self._open if each is not one and not (each.is_trusted and each.is_busy)]
        victim = min(may_go, key=lambda each: (each.is_trusted, each.is_busy, each.since), default=one)
        self.remove(victim)
        victim.hang_up()

    def remove(self, one: Connection) -> None:
        """Forget one that has ended."""
        self._open.pop(one, None)

    def end_overdue(self, now: float) -> None:
        """Hang up on whoever takes too long."""
        for each in [each for each in self._open if each.is_overdue(now)]:
            each.hang_up()


@contextlib.asynccontextmanager
async def listening(app: web.Application, listener: socket, shutdown_seconds: float) -> AsyncIterator[None]:
    """Answer on a bound socket until the end of the block; then requests have so long to end."""
    runner = web.AppRunner(app, shutdown_timeout=shutdown_seconds)
    connections, loop = Connections(), asyncio.get_running_loop()
    try:
        await runner.setup()
        server = runner.server
        assert server is not None
        options = {
            "loop": loop,
            "access_log": None,
            "access_log_class": AccessLogger,
            "keepalive_timeout": IDLE_SECONDS,
        }
        accepting = await loop.create_server(lambda: Connection(connections, server, **options), sock=listener)
        looking = asyncio.create_task(_look(connections), name="connections-looked-at")
        try:
            yield
        finally:
            looking.cancel()
            accepting.close()
    finally:
        await runner.cleanup()


async def _look(connections: Connections) -> None:
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        connections.end_overdue(asyncio.get_running_loop().time())
