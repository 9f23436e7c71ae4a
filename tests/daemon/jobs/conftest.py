"""A real store, a real recommender and a clock that stands where a test puts it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from daemon.events import Events
from daemon.jobs.work import Tools
from daemon.recommender import Recommender
from daemon.settings import Settings, load_settings
from daemon.store import Store
from tests.stand_ins.youtube import YouTube, youtube_stand_in

NOW = 1_795_000_000.0


@dataclass(slots=True)
class Clock:
    """Seconds since the epoch, moved by hand."""

    now: float = NOW

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(data_dir=tmp_path / "data")


@pytest.fixture
async def store(settings: Settings) -> AsyncIterator[Store]:
    store = await Store.open(settings.database)
    yield store
    await store.close()


@pytest.fixture
async def user_id(store: Store, clock: Clock) -> int:
    return (await store.users.first_or_new(now=clock())).user_id


@pytest.fixture
async def tools(store: Store, settings: Settings, clock: Clock, user_id: int) -> AsyncIterator[Tools]:
    """Everything a job may use, with what is stored loaded."""
    recommender = Recommender(store, settings, Events(), clock)
    recommender.start()
    await recommender.ready()
    yield Tools(store, recommender, settings, clock)
    await recommender.close()


@pytest.fixture
async def youtube() -> AsyncIterator[YouTube]:
    async with youtube_stand_in() as served:
        yield served
