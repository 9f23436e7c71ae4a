from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from daemon.jobs import Jobs
from daemon.jobs.work import Tools
from tests.daemon.room import no_file_beyond

from .people import BREAD, SPACE, videos, watch


@pytest.fixture
async def jobs(tools: Tools) -> AsyncIterator[Jobs]:
    jobs = Jobs(tools.store, tools.recommender, tools.settings, clock=tools.clock, retry_seconds=0.01)
    yield jobs
    await jobs.close()


async def test_a_person_who_has_watched_enough_gets_personas_without_asking(
    jobs: Jobs, tools: Tools, user_id: int
) -> None:
    await watch(tools, user_id, videos(BREAD, "Bread", 24))
    await watch(tools, user_id, videos(SPACE, "Space", 24))

    jobs.changed(user_id)
    await jobs.settled()

    assert len(tools.recommender.personas(user_id)) >= 2
    assert {job.state for job in await jobs.newest()} == {"done"}


async def test_the_start_catches_up_with_what_was_stored_while_no_daemon_ran(
    jobs: Jobs, tools: Tools, user_id: int
) -> None:
    await tools.store.videos.put(user_id, videos(BREAD, "Bread", 5), "import", now=tools.clock())
    await tools.recommender.reload(user_id)

    await jobs.start()
    await jobs.settled()

    assert await tools.store.vectors.count_missing(tools.settings.embedding_model) == 0
    assert {job.kind for job in await jobs.newest()} == {"embed", "tidy"}


async def test_a_start_on_a_full_disk_begins_to_work_once_there_is_room(
    jobs: Jobs, tools: Tools, user_id: int, caplog: pytest.LogCaptureFixture
) -> None:
    await tools.store.videos.put(user_id, videos(BREAD, "Bread", 5), "import", now=tools.clock())
    await tools.recommender.reload(user_id)
    with no_file_beyond(0):
        starting = asyncio.create_task(jobs.start())
        while "Background work waits" not in caplog.text:  # noqa: ASYNC110 - a log has no event to wait for
            await asyncio.sleep(0.01)

    await starting
    await jobs.settled()

    assert await tools.store.vectors.count_missing(tools.settings.embedding_model) == 0


async def test_a_change_with_nothing_to_do_leaves_no_trace(jobs: Jobs, user_id: int) -> None:
    jobs.changed(user_id)
    await jobs.settled()

    assert await jobs.newest() == []


async def test_a_job_can_be_asked_for_and_looked_up(jobs: Jobs, user_id: int) -> None:
    job_id = await jobs.submit("personas", user_id)
    await jobs.settled()

    job = await jobs.get(job_id)
    assert job is not None
    assert (job.state, job.result) == ("done", {"personas": 0, "positives": 0, "needed": 30})
    assert await jobs.get("unknown") is None
