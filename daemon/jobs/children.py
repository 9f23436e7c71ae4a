"""Heavy numpy work in a child process, so that neither its threads nor its 160 MB stay with the daemon."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from typing import Any, TypeVar

from daemon.errors import OwnFeedError
from daemon.quiet import NICENESS

T = TypeVar("T")


async def in_child(function: Callable[..., T], *arguments: Any) -> T:
    """Return `function(*arguments)`, computed in a process made for it; both must be picklable.

    Cancelling ends the process. Raises what the function raised, OwnFeedError when the process died.
    """
    context = multiprocessing.get_context("spawn")  # a fork would copy the store's threads and locks half alive
    pool = ProcessPoolExecutor(max_workers=1, mp_context=context, initializer=_prepare)
    before = set(multiprocessing.active_children())
    answer = asyncio.get_running_loop().run_in_executor(pool, function, *arguments)
    own = set(multiprocessing.active_children()) - before  # at once, for others begin while this one is waited for
    try:
        return await answer
    except asyncio.CancelledError:
        for child in own:
            child.kill()
        raise
    except BrokenExecutor as error:  # the child was killed, mostly for want of memory
        raise OwnFeedError(f"A background process died ({error}); it is tried again later.") from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _prepare() -> None:
    """Run first in the child."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the daemon ends us in order
    if sys.platform != "win32":
        os.nice(NICENESS)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A daemon that is killed cannot end its child, so the child watches."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
