"""What has just changed, told to whoever listens: the seam between jobs, recommender and `/api/events`."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

MOST_WAITING: Final = 100
"""News a slow listener may be behind; then the oldest are dropped, for only the newest state matters."""


@dataclass(frozen=True, slots=True)
class News:
    """One change; `kind` is job, slate, rules, categories, personas or state, `data` is JSON-ready and holds no titles."""

    kind: str
    user_id: int | None
    data: Mapping[str, object]


class Events:
    """Many listeners, no memory: who comes later asks the routes for the state."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[News | None]] = set()

    def tell(self, news: News) -> None:
        """Hand news to everyone who listens now; never waits."""
        self._put(news)

    def close(self) -> None:
        """End every listener with None: the daemon stops."""
        self._put(None)

    @contextmanager
    def listen(self) -> Iterator[asyncio.Queue[News | None]]:
        """Return a queue that receives all news until the block ends; None says that there will be no more."""
        listener: asyncio.Queue[News | None] = asyncio.Queue(MOST_WAITING)
        self._listeners.add(listener)
        try:
            yield listener
        finally:
            self._listeners.discard(listener)

    def _put(self, news: News | None) -> None:
        for listener in self._listeners:
            if listener.full():
                listener.get_nowait()
            listener.put_nowait(news)
