"""The thread that owns the arrays, and whose turn it is: who waits for an answer comes before what can wait."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from recsys.steps import Steps

T = TypeVar("T")


class Run(Protocol):
    """A way to the thread that owns the arrays: at once, for somebody waits, or in between."""

    async def __call__(self, work: Callable[[], T], /) -> T:
        """Do the work in the thread, and return what it returns."""


@dataclass(frozen=True, slots=True)
class _Ended(Generic[T]):
    made: T


async def in_steps(begin: Callable[[], Steps[T]], run: Run) -> T:
    """Do long work a step at a time, each as `run` does it, and return what it made: others have the thread in between.

    begin: called in that thread as well, right before the first step.
    """
    begun = list[Steps[T]]()

    def step() -> _Ended[T] | None:
        if not begun:
            begun.append(begin())
        try:
            next(begun[0])
        except StopIteration as ended:  # which no executor can hand on
            return _Ended(ended.value)
        return None

    while (ended := await run(step)) is None:
        pass
    return ended.made


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


class Waited:
    """Who waits for what is made in the background, step by step: while they do, its steps are done at once."""

    def __init__(self, at_once: Run, between: Run) -> None:
        self._at_once = at_once
        self._between = between
        self._waiting = Counter[int]()

    @contextmanager
    def by(self, user_id: int) -> Iterator[None]:
        """Say that something of this person's is waited for inside the context."""
        self._waiting[user_id] += 1
        try:
            yield
        finally:
            self._waiting[user_id] -= 1

    def run_for(self, user_id: int) -> Run:
        """Return how the steps of what is made of this person's are done."""

        async def run(work: Callable[[], T], /) -> T:
            return await (self._at_once if self._waiting[user_id] else self._between)(work)

        return run
