"""Long work beside requests, in this process: it gets what the others leave of the processor."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

NICENESS: Final = 10
"""Requests come first on a machine with few cores."""


async def quietly(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call `function` in a thread of its own at low priority; its work must be done outside of the interpreter's lock.

    Linux alone has a priority for each thread; elsewhere the thread runs like any other.
    """
    with_low_priority = ThreadPoolExecutor(1, thread_name_prefix="quiet", initializer=step_back)
    try:
        return await asyncio.get_running_loop().run_in_executor(with_low_priority, lambda: function(*args, **kwargs))
    finally:
        with_low_priority.shutdown(wait=False)


def step_back() -> None:
    """Leave the processor to others: this thread on Linux, nobody elsewhere. Who leaves it more than that already goes on so."""
    if sys.platform == "linux":
        thread = threading.get_native_id()
        # Only root may take a greater niceness back, as of a daemon started by `nice -n 15`.
        os.setpriority(os.PRIO_PROCESS, thread, max(os.getpriority(os.PRIO_PROCESS, thread), NICENESS))
