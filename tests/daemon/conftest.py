"""A real store in tmp_path, and the real application on a free port with a paired program."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from daemon.store import Store
from tests.daemon.running import Clock, Daemon, running


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await Store.open(tmp_path / "data" / "ownfeed.db")
    yield opened
    await opened.close()


@pytest.fixture
async def user_id(store: Store) -> int:
    return (await store.users.first_or_new(now=0.0)).user_id


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def daemon(tmp_path: Path, clock: Clock) -> AsyncIterator[Daemon]:
    async with running(tmp_path / "data", clock=clock) as one:
        yield one
