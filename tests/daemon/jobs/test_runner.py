from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping

import pytest

from daemon import disk
from daemon.errors import Conflict, NotFound, StorageError, UnreadableHistory
from daemon.jobs.importing import IMPORT
from daemon.jobs.runner import MOST_ATTEMPTS, Runner
from daemon.jobs.tidy import TIDY
from daemon.jobs.work import Kind, Tools, Work
from daemon.store.jobs import Job


async def _count_to_two(work: Work) -> Mapping[str, object]:
    work.report(1, 2, "half")
    work.report(2, 2, "all")
    return {"counted": 2, "for": work.job.user_id}


async def _stumble(work: Work) -> Mapping[str, object]:
    raise UnreadableHistory("This is no history.")


async def _break(work: Work) -> Mapping[str, object]:
    raise ZeroDivisionError("division by zero")


async def _wait_for_ever(work: Work) -> Mapping[str, object]:
    work.changed(work.user_id)
    return await asyncio.get_running_loop().create_future()  # type: ignore[no-any-return]


async def _close_the_store(work: Work) -> Mapping[str, object]:
    await work.tools.store.close()
    return {}


KINDS = {
    kind.name: kind
    for kind in (
        Kind("count", _count_to_two),
        Kind("stumble", _stumble),
        Kind("break", _break),
        Kind("wait", _wait_for_ever),
        Kind("close", _close_the_store),
    )
}


class Signals:
    """Set when a waiting job has begun."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()

    def changed(self, user_id: int) -> None:
        self.begun.set()


@pytest.fixture
def begun() -> Signals:
    return Signals()


@pytest.fixture
async def runner(tools: Tools, begun: Signals) -> AsyncIterator[Runner]:
    runner = Runner(tools, KINDS, begun.changed)
    yield runner
    await runner.close()


async def test_a_job_is_kept_with_its_result_and_how_far_it_came(runner: Runner, tools: Tools, user_id: int) -> None:
    job_id = await runner.submit("count", user_id, {})
    await runner.idle()

    job = await tools.store.jobs.get(job_id)
    assert job is not None
    assert (job.state, job.done, job.total, job.result) == ("done", 2, 2, {"counted": 2, "for": user_id})
    assert job.finished_at == tools.clock()


async def test_a_job_that_still_waits_is_not_queued_twice(runner: Runner, user_id: int) -> None:
    first = await runner.submit("count", user_id, {})

    assert await runner.submit("count", user_id, {}) == first
    assert await runner.submit("count", user_id, {"k": 3}) != first


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [("stumble", "This is no history."), ("break", "OwnFeed has a fault (ZeroDivisionError: division by zero).")],
)
async def test_a_job_that_fails_says_why_and_the_next_one_runs(
    runner: Runner, tools: Tools, user_id: int, kind: str, sentence: str
) -> None:
    failed_id = await runner.submit(kind, user_id, {})
    await runner.submit("count", user_id, {})
    await runner.idle()

    failed = await tools.store.jobs.get(failed_id)
    assert failed is not None
    assert (failed.state, failed.error) == ("failed", sentence)
    assert {job.kind: job.state for job in await tools.store.jobs.newest()}["count"] == "done"


async def test_a_persons_jobs_end_and_none_begins_while_their_data_are_deleted(
    runner: Runner, tools: Tools, begun: Signals, user_id: int
) -> None:
    other = (await tools.store.users.ensure("other", now=tools.clock())).user_id
    running = await runner.submit("wait", user_id, {})
    waiting = await runner.submit("wait", user_id, {"k": 1})
    await begun.begun.wait()
    unbegun = await runner.submit("count", user_id, {})
    async with runner.halted(user_id):
        states = {job.job_id: job.state for job in await tools.store.jobs.newest()}
        assert (states[running], states[waiting]) == ("cancelled", "cancelled")
        with pytest.raises(Conflict, match="are being deleted"):
            await runner.submit("count", user_id, {})
        await runner.submit("count", other, {})
    again = await runner.submit("count", user_id, {})
    await runner.idle()
    assert again != unbegun
    states = {job.job_id: job.state for job in await tools.store.jobs.newest() if job.job_id != unbegun}
    assert sorted(states.values()) == ["cancelled", "cancelled", "done", "done"]


async def test_of_two_deletions_at_once_the_first_to_end_lets_no_job_begin(runner: Runner, user_id: int) -> None:
    async with runner.halted(user_id):
        async with runner.halted(user_id):
            pass
        with pytest.raises(Conflict, match="are being deleted"):
            await runner.submit("count", user_id, {})
    await runner.submit("count", user_id, {})
    await runner.idle()


async def test_on_a_full_disk_background_work_is_not_begun_and_says_so(
    runner: Runner, tools: Tools, user_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "LEAST_FREE_BYTES", 1 << 62)
    job_id = await runner.submit("count", user_id, {})
    await runner.idle()

    job = await tools.store.jobs.get(job_id)
    assert job is not None
    assert (job.state, "free some space" in (job.error or "")) == ("failed", True)
    assert "waits" not in (job.error or "")  # nothing of it waits


async def test_on_a_full_disk_what_frees_room_runs_and_a_refused_import_leaves_no_file(
    tools: Tools, begun: Signals, user_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "LEAST_FREE_BYTES", 1 << 62)
    upload = tools.settings.uploads / "history.zip"
    upload.parent.mkdir()
    upload.write_bytes(b"a history")
    runner = Runner(tools, {"tidy": TIDY, "import": IMPORT}, begun.changed)
    await runner.submit("tidy", None, {})
    await runner.submit("import", user_id, {"path": str(upload)})
    await runner.idle()

    ended = {job.kind: job for job in await tools.store.jobs.newest()}
    assert {kind: job.state for kind, job in ended.items()} == {"tidy": "done", "import": "failed"}
    assert "free some space and import it again" in (ended["import"].error or "")
    assert not upload.exists()
    await runner.close()


async def test_what_cannot_even_be_recorded_is_in_the_log(
    runner: Runner, user_id: int, caplog: pytest.LogCaptureFixture
) -> None:
    await runner.submit("close", user_id, {})
    await runner.idle()

    assert "could not be recorded" in caplog.text


async def test_a_job_that_could_not_be_stored_does_not_stand_in_for_the_next_one(
    runner: Runner, tools: Tools, user_id: int
) -> None:
    nobody = user_id + 1000  # the table refuses a job of somebody who is not there
    for _ in range(2):
        with pytest.raises(StorageError):
            await runner.submit("count", nobody, {})


async def test_an_unknown_kind_is_refused_with_the_kinds_there_are(runner: Runner) -> None:
    with pytest.raises(NotFound, match="no job called dance; there are count, stumble"):
        await runner.submit("dance", None, {})


async def test_whoever_listens_sees_a_job_from_queued_to_done(runner: Runner, user_id: int) -> None:
    changes = runner.subscribe()

    await runner.submit("count", user_id, {})
    await runner.idle()
    await runner.close()

    states = [job.state async for job in changes]
    assert (states[0], states[-1]) == ("queued", "done")
    assert "running" in states


async def test_what_the_end_of_the_daemon_interrupts_waits_for_the_next_start(
    runner: Runner, tools: Tools, begun: Signals, user_id: int
) -> None:
    job_id = await runner.submit("wait", user_id, {})
    await asyncio.wait_for(begun.begun.wait(), timeout=5)

    await runner.close()

    job = await tools.store.jobs.get(job_id)
    assert job is not None
    assert (job.state, job.started_at) == ("queued", None)


async def test_what_waited_is_run_at_the_next_start(runner: Runner, tools: Tools, user_id: int) -> None:
    await tools.store.jobs.save(Job("left-over", "count", tools.clock(), user_id))

    await runner.resume()
    await runner.idle()

    job = await tools.store.jobs.get("left-over")
    assert job is not None
    assert job.state == "done"


async def test_what_ran_during_a_crash_is_marked_failed_and_run_again(
    runner: Runner, tools: Tools, user_id: int
) -> None:
    await tools.store.jobs.save(Job("crashed", "count", tools.clock(), user_id, state="running"))

    await runner.resume()
    await runner.idle()

    again, crashed = await tools.store.jobs.newest()
    assert (crashed.job_id, crashed.state, crashed.error) == (
        "crashed",
        "failed",
        "OwnFeed was stopped while this ran.",
    )
    assert (again.kind, again.state, again.params) == ("count", "done", {"attempt": 2})


async def test_a_job_that_crashes_the_daemon_each_time_is_given_up(runner: Runner, tools: Tools, user_id: int) -> None:
    poison = Job("poison", "count", tools.clock(), user_id, {"attempt": MOST_ATTEMPTS}, state="running")
    await tools.store.jobs.save(poison)

    await runner.resume()
    await runner.idle()

    assert [job.state for job in await tools.store.jobs.newest()] == ["failed"]


async def test_a_job_of_a_kind_that_is_gone_is_not_run(runner: Runner, tools: Tools, user_id: int) -> None:
    await tools.store.jobs.save(Job("old", "dance", tools.clock(), user_id))

    await runner.resume()

    assert [job.state for job in await tools.store.jobs.newest()] == ["failed"]


async def test_a_job_asked_for_while_the_daemon_still_starts_runs_once(
    runner: Runner, tools: Tools, user_id: int, begun: Signals
) -> None:
    waiting, running = await runner.submit("count", user_id, {}), await runner.submit("wait", user_id, {})
    await begun.begun.wait()
    await runner.resume()
    assert {job.job_id for job in await tools.store.jobs.newest()} == {waiting, running}
    job = await tools.store.jobs.get(running)
    assert job is not None
    assert job.state == "running"


async def test_a_job_that_is_done_when_the_table_has_been_read_is_not_run_again(
    runner: Runner, tools: Tools, user_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes, unfinished = runner.subscribe(), tools.store.jobs.unfinished
    await runner.submit("count", user_id, {})

    async def read_before_it_was_done() -> list[Job]:
        read = await unfinished()
        await runner.idle()
        return read

    monkeypatch.setattr(tools.store.jobs, "unfinished", read_before_it_was_done)
    await runner.resume()
    await runner.idle()
    await runner.close()

    assert [job.state async for job in changes].count("done") == 1
