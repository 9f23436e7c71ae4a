"""One publisher, any number of listeners, none of whom can make it wait."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Final, Generic, TypeVar

T = TypeVar("T")

MOST_UNREAD: Final = 256
"""A listener that falls further behind loses the oldest: the newest state is what it is shown."""


class Feed(Generic[T]):
    """Hands each published item to every subscriber."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[T | None]] = set()

    def publish(self, item: T) -> None:
        """Hand the item to everybody who listens now."""
        for listener in self._listeners:
            _put(listener, item)

    def subscribe(self) -> AsyncIterator[T]:
        """Return what is published from now on, until `close`."""
        queue: asyncio.Queue[T | None] = asyncio.Queue(MOST_UNREAD)
        self._listeners.add(queue)
        return self._read(queue)

    def close(self) -> None:
        """End every subscription after what it has still to read."""
        for listener in self._listeners:
            _put(listener, None)

    async def _read(self, queue: asyncio.Queue[T | None]) -> AsyncIterator[T]:
        try:
            while (item := await queue.get()) is not None:
                yield item
        finally:
            self._listeners.discard(queue)


def _put(queue: asyncio.Queue[T | None], item: T | None) -> None:
    if queue.full():
        queue.get_nowait()
    queue.put_nowait(item)
