"""The thread that owns the arrays, and whose turn it is: who waits for an answer comes before what can wait."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class Turns:
    """One thread. What is done in between waits until nobody else does, a step at a time."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="recommender")
        self._waiting = 0
        self._nobody_waits = asyncio.Event()
        self._nobody_waits.set()
        self._between = asyncio.Lock()

    async def at_once(self, work: Callable[[], T]) -> T:
        """Do what somebody waits for: it stands behind one step at most of what is done in between."""
        self._waiting += 1
        self._nobody_waits.clear()
        try:
            return await self._do(work)
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._nobody_waits.set()

    async def between(self, step: Callable[[], T]) -> T:
        """Do one step of what nobody waits for."""
        async with self._between:
            await self._nobody_waits.wait()
            return await self._do(step)

    def close(self) -> None:
        """End the thread after what it is doing."""
        self._thread.shutdown()

    async def _do(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)
