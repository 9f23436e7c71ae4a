"""One run of the daemon: the lock, the port, the files that tell commands where it is, and a clean end."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import os
import secrets
import signal
import sys
import threading
from collections.abc import Callable, Coroutine, Iterator
from socket import socket
from typing import Final

from aiohttp import web

from .allocator import give_back_what_is_freed
from .api.guard.connections import listening
from .app import create_app
from .errors import DiskFull, PersonError
from .locking import DataLock
from .ports import bound
from .settings import Settings
from .whereabouts import told

REQUESTS_END_SECONDS: Final = 2.0
"""What open requests get to finish in, of the five seconds that are promised."""
GIVES_WAY_SECONDS: Final = 0.001
"""How long a thread that computes in Python keeps the interpreter while another waits: an answer goes through several
threads, and each change would cost it Python's own five milliseconds."""
EVERYTHING_ENDS_SECONDS: Final = 4.0
"""After that the process ends, whatever a thread is still computing: what was acknowledged is on the disk already."""

log = logging.getLogger(__name__)

Listening = Callable[[web.Application], Coroutine[None, None, None]]


def run(settings: Settings, on_listening: Listening) -> None:
    """Serve until SIGTERM, SIGINT or the terminal is closed; `on_listening(app)` is awaited once the port answers.

    Raises DataInUse, PortTaken or PersonError before anything is changed, DiskFull when there is no room to start.
    """
    os.umask(0o077)
    give_back_what_is_freed()
    sys.setswitchinterval(GIVES_WAY_SECONDS)
    with _room(settings), _directory(settings), DataLock(settings.lock):
        is_after_crash = settings.daemon_json.exists()  # a run that ended takes it along
        while _run_once(settings, on_listening, is_after_crash=is_after_crash):
            log.warning("Starting again to put damaged data right.")
            is_after_crash = False


def _run_once(settings: Settings, on_listening: Listening, *, is_after_crash: bool) -> bool:
    """Serve until the end; return whether another run has to put damaged data right."""
    with bound(settings.port) as listener, _runner() as runner:
        return runner.run(_serve(settings, listener, on_listening, is_after_crash))


async def _serve(settings: Settings, listener: socket, on_listening: Listening, is_after_crash: bool) -> bool:
    stop, damaged = _stop_event(), asyncio.Event()

    def put_right() -> None:
        damaged.set()
        stop.set()

    token = secrets.token_urlsafe(32)
    app = create_app(settings, cli_token=token, on_damage=put_right, is_after_crash=is_after_crash)
    async with listening(app, listener, REQUESTS_END_SECONDS):
        with told(settings, token):
            await _until_set(stop, on_listening(app))
        if not damaged.is_set():
            _end_in_time()
    return damaged.is_set()


async def _until_set(stop: asyncio.Event, telling: Coroutine[None, None, None]) -> None:
    """Wait for `stop`, and do what there is to tell meanwhile; raises what went wrong there."""
    told_all, stopped = asyncio.ensure_future(telling), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait((told_all, stopped), return_when=asyncio.FIRST_COMPLETED)
        if told_all.done():
            told_all.result()
        await stopped
    finally:
        told_all.cancel()
        stopped.cancel()


def _end_in_time() -> None:
    latest = threading.Timer(EVERYTHING_ENDS_SECONDS, os._exit, (0,))
    latest.daemon = True
    latest.start()


def _stop_event() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in _ending():
        loop.add_signal_handler(number, stop.set)
    return stop


def _ending() -> Iterator[int]:
    """Yield what ends a run: a window that is closed is no crash; under `nohup` it ends nothing."""
    yield from (signal.SIGTERM, signal.SIGINT)
    closed = getattr(signal, "SIGHUP", None)
    if closed is not None and signal.getsignal(closed) is signal.SIG_DFL:
        yield closed


@contextlib.contextmanager
def _room(settings: Settings) -> Iterator[None]:
    """Tell a disk that takes not even the few bytes of a start from a mistake of ours."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise DiskFull(
                f"The disk of {settings.data_dir} is full; free some space and start OwnFeed again."
            ) from error
        raise


@contextlib.contextmanager
def _directory(settings: Settings) -> Iterator[None]:
    """Make the data directory, for its owner alone; one with something else in it keeps its mode."""
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        if settings.database.exists() or not any(settings.data_dir.iterdir()):
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
