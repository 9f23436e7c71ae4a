"""A few read-only connections, handed out one at a time: a long read never keeps a short one waiting."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from .connection import Connection, SQLConnection, connect

T = TypeVar("T")

COUNT: Final = 3


class Readers:
    """`query_only` connections; they see every commit that was answered before they were asked."""

    def __init__(self, connections: list[Connection]) -> None:
        self._all = connections
        self._free: asyncio.Queue[Connection] = asyncio.Queue()
        for connection in connections:
            self._free.put_nowait(connection)

    @classmethod
    async def open(cls, path: Path, count: int = COUNT) -> Readers:
        """Open `count` connections to an existing database."""
        return cls([await connect(path, read_only=True) for _ in range(count)])

    async def run(self, function: Callable[[SQLConnection], T]) -> T:
        """Run `function(connection)` in a reader's thread and return its result."""
        connection = await self._free.get()
        try:
            return await connection.run(function)
        finally:
            self._free.put_nowait(connection)

    async def close(self) -> None:
        """Close all connections after what they are doing."""
        for connection in self._all:
            await connection.close()
