"""Heavy work in a process of its own, which leaves the processor to the daemon and takes its threads and its 160 MB along when it ends.

What it is given goes through a pipe piece by piece: to pickle a large array as one would keep everybody from this process's
interpreter for as long as it takes to copy it, a tenth of a second for 50,000 vectors.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import pickle
import signal
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any, Final, TypeVar

from daemon.errors import OwnFeedError
from daemon.quiet import step_back

T = TypeVar("T")

_SPAWN: Final = multiprocessing.get_context("spawn")
"""A fork would copy the store's threads and locks half alive."""


async def in_child(function: Callable[..., T], *arguments: Any) -> T:
    """Return `function(*arguments)`, computed in a process made for it; both must be picklable.

    Cancelling ends the process, which is gone when this has returned. Raises what the function raised, OwnFeedError when the
    process died.
    """
    child = _Child()
    with_it = ThreadPoolExecutor(1, thread_name_prefix="child")  # of its own: it may wait for minutes
    try:
        answer: T = await asyncio.get_running_loop().run_in_executor(with_it, child.answer, function, arguments)
    except asyncio.CancelledError:
        child.end()
        await asyncio.to_thread(with_it.shutdown)
        raise
    finally:
        with_it.shutdown(wait=False)
    return answer


class _Child:
    """One process, and the conversation with it."""

    def __init__(self) -> None:
        self._changing = threading.Lock()
        self._process: SpawnProcess | None = None
        self._is_wanted = True

    def answer(self, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        """Start the process, have it compute, and return what it made; raises what it raised."""
        ours, theirs = _SPAWN.Pipe()
        with ours, theirs:
            with self._changing:
                if not self._is_wanted:
                    return None
                self._process = process = _SPAWN.Process(target=_serve, args=(theirs,))
                process.start()
            theirs.close()  # or its end would not be seen
            try:
                _send(ours, (function, arguments))
                made, error = _receive(ours)
            except (EOFError, OSError) as gone:  # it was killed, mostly for want of memory
                process.join()
                code = process.exitcode
                raise OwnFeedError(
                    f"A process at work in the background was ended (exit code {code}), mostly for want of memory: free some and ask "
                    "again. What OwnFeed does by itself it tries again."
                ) from gone
            process.join()
        if error is not None:
            raise error
        return made

    def end(self) -> None:
        """Kill the process, or let none begin."""
        with self._changing:
            self._is_wanted = False
            if self._process is not None:
                self._process.kill()


def _send(connection: Connection, what: object) -> None:
    """Send something picklable, its arrays beside it as they lie in memory: the pipe is written without the interpreter's lock."""
    arrays = list[pickle.PickleBuffer]()
    told = pickle.dumps(what, protocol=5, buffer_callback=arrays.append)
    connection.send((told, len(arrays)))
    for array in arrays:
        connection.send_bytes(array.raw())


def _receive(connection: Connection) -> Any:
    told, arrays = connection.recv()
    buffers = [bytearray(connection.recv_bytes()) for _ in range(arrays)]
    return pickle.loads(told, buffers=buffers)  # noqa: S301 - from our own child, or to it


def _serve(connection: Connection) -> None:
    """Do in the child what it is sent, and send back what came of it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the daemon ends us in order
    step_back()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    function, arguments = _receive(connection)
    try:
        told: tuple[Any, Exception | None] = (function(*arguments), None)
    except Exception as error:  # noqa: BLE001 - raised again where it was asked for
        error.add_note(traceback.format_exc())
        told = (None, error)
    with suppress(OSError):  # nobody listens any more
        _send(connection, told)


def _end_with_parent() -> None:
    """A daemon that is killed cannot end its child, so the child watches."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
