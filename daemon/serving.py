"""One run of the daemon: the lock, the port, the files that tell commands where it is, and a clean end."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from socket import socket
from typing import Final

from aiohttp import web

from .app import create_app
from .errors import PersonError
from .locking import DataLock
from .ports import bound
from .settings import Settings
from .whereabouts import told

SHUTDOWN_SECONDS: Final = 2.0
"""What open requests get to finish in; the jobs and the store need less, and five seconds is the promise."""

Listening = Callable[[web.Application], Awaitable[None]]


def run(settings: Settings, on_listening: Listening) -> None:
    """Serve until SIGTERM or SIGINT; `on_listening(app)` is awaited once the port answers.

    Raises DataInUse, PortTaken or PersonError before anything is changed.
    """
    os.umask(0o077)
    with _directory(settings), DataLock(settings.lock), bound(settings.port) as listener, _runner() as runner:
        runner.run(_serve(settings, listener, on_listening))


async def _serve(settings: Settings, listener: socket, on_listening: Listening) -> None:
    stop = _stop_event()
    token = secrets.token_urlsafe(32)
    app = create_app(settings, cli_token=token)
    async with _listening(app, listener):
        with told(settings, token):
            await on_listening(app)
            await stop.wait()


@contextlib.asynccontextmanager
async def _listening(app: web.Application, listener: socket) -> AsyncIterator[None]:
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN_SECONDS)
    try:
        await runner.setup()
        await web.SockSite(runner, listener).start()
        yield
    finally:
        await runner.cleanup()


def _stop_event() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop


@contextlib.contextmanager
def _directory(settings: Settings) -> Iterator[None]:
    """Make the data directory, for its owner alone."""
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        settings.data_dir.chmod(0o700)
    except OSError as error:
        raise PersonError(
            f"The data directory {settings.data_dir} cannot be used ({error.strerror}); give another with --data-dir."
        ) from error
    yield


def _runner() -> asyncio.Runner:
    """The event loop's seam: uvloop where it runs."""
    if sys.platform == "win32":
        return asyncio.Runner()
    import uvloop

    return asyncio.Runner(loop_factory=uvloop.new_event_loop)
