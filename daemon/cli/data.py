"""The data themselves, for a command that finds no daemon running."""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from daemon.errors import InvalidRequest
from daemon.locking import DataLock
from daemon.settings import Settings

if TYPE_CHECKING:
    from daemon.store import Store

T = TypeVar("T")


def require_data(settings: Settings) -> None:
    """Raise InvalidRequest where there is nothing: a folder that was misspelled is not to be filled."""
    if not settings.database.exists():
        raise InvalidRequest(
            f"There are no data in {settings.data_dir} yet; start the daemon or import a history first."
        )


@contextlib.asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Store]:
    """Hold the lock and the store; raises DataInUse, StorageError."""
    from daemon.rescue import open_store  # here, so that `--help` need not wait for numpy

    os.umask(0o077)
    with DataLock(settings.lock):
        store = await open_store(settings, now=time.time())
        try:
            yield store
        finally:
            await store.close()


def with_store(settings: Settings, work: Callable[[Store], Awaitable[T]]) -> T:
    """Return what `work(store)` returns, run in a loop of its own."""

    async def main() -> T:
        async with opened(settings) as store:
            return await work(store)

    return asyncio.run(main())
