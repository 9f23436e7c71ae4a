from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping

import pytest

from daemon.errors import StorageError
from daemon.jobs import schedule as schedules
from daemon.jobs.schedule import Schedule
from daemon.jobs.work import Kind, Tools, Work
from daemon.store.schedule import Due
from tests.daemon.room import no_file_beyond

from .conftest import Clock

HOUR = 3600.0


async def _nothing(work: Work) -> Mapping[str, object]:
    return {}


async def _always(tools: Tools, user_id: int | None) -> bool:
    return True


async def _never(tools: Tools, user_id: int | None) -> bool:
    return False


KINDS = {
    kind.name: kind
    for kind in (
        Kind("hourly", _nothing, _always, every_seconds=HOUR),
        Kind("shared", _nothing, _always, every_seconds=24 * HOUR, per_person=False),
        Kind("idle", _nothing, _never, every_seconds=HOUR),
        Kind("asked", _nothing),
    )
}


class Submitted:
    """Notes what was submitted."""

    def __init__(self) -> None:
        self.jobs: list[tuple[str, int | None]] = []

    async def __call__(self, kind: str, user_id: int | None, params: Mapping[str, object]) -> str:
        self.jobs.append((kind, user_id))
        return kind


@pytest.fixture
def submitted() -> Submitted:
    return Submitted()


@pytest.fixture
async def schedule(tools: Tools, submitted: Submitted) -> AsyncIterator[Schedule]:
    schedule = Schedule(tools, KINDS, submitted)
    yield schedule
    await schedule.close()


async def test_the_first_start_runs_what_repeats_once_for_each_person_or_for_all(
    schedule: Schedule, submitted: Submitted, tools: Tools, user_id: int
) -> None:
    other = await tools.store.users.ensure("Ann", now=tools.clock())

    await schedule.start()

    assert submitted.jobs == [("hourly", user_id), ("hourly", other.user_id), ("shared", None)]


async def test_a_job_runs_again_when_its_time_has_come_and_not_before(
    schedule: Schedule, submitted: Submitted, clock: Clock, user_id: int
) -> None:
    await schedule.sweep()
    submitted.jobs.clear()

    clock.now += HOUR - 1
    await schedule.sweep()
    assert submitted.jobs == []

    clock.now += 1
    await schedule.sweep()
    assert submitted.jobs == [("hourly", user_id)]


async def test_a_week_of_sleep_is_caught_up_with_once(
    schedule: Schedule, submitted: Submitted, clock: Clock, user_id: int
) -> None:
    await schedule.sweep()
    submitted.jobs.clear()

    clock.now += 7 * 24 * HOUR
    await schedule.sweep()
    await schedule.sweep()

    assert submitted.jobs == [("hourly", user_id), ("shared", None)]


async def test_a_clock_that_ran_a_year_ahead_and_was_put_right_rests_nobody_for_a_year(
    schedule: Schedule, submitted: Submitted, clock: Clock
) -> None:
    clock.now += 365 * 24 * HOUR
    await schedule.sweep()
    clock.now -= 365 * 24 * HOUR
    submitted.jobs.clear()
    await schedule.sweep()
    assert {kind for kind, _ in submitted.jobs} == {"hourly", "shared"}
    submitted.jobs.clear()
    await schedule.sweep()
    assert submitted.jobs == []


async def test_who_is_cut_off_while_submitting_submits_again(tools: Tools, clock: Clock) -> None:
    async def cut_off(kind: str, user_id: int | None, params: Mapping[str, object]) -> str:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await Schedule(tools, KINDS, cut_off).sweep()
    submitted = Submitted()
    await Schedule(tools, KINDS, submitted).sweep()
    assert {kind for kind, _ in submitted.jobs} == {"hourly", "shared"}


async def test_a_kind_that_fails_keeps_no_other_waiting_and_is_tried_again_when_it_is_due(
    tools: Tools, submitted: Submitted, clock: Clock
) -> None:
    asked: list[float] = []

    async def fails(tools: Tools, user_id: int | None) -> bool:
        asked.append(clock())
        raise RuntimeError("broken")

    kinds = {"broken": Kind("broken", _nothing, fails, every_seconds=HOUR), **KINDS}
    schedule = Schedule(tools, kinds, submitted)
    for _ in range(3):
        await schedule.sweep()
        clock.now += HOUR / 2
    assert {kind for kind, _ in submitted.jobs} == {"hourly", "shared"}
    assert len(set(asked)) == 2


async def test_a_first_look_without_room_is_not_yet_the_first(tools: Tools, submitted: Submitted, user_id: int) -> None:
    kinds = {"first": Kind("first", _nothing, _always, every_seconds=HOUR, per_person=False, at_start=True)}
    await Schedule(tools, kinds, submitted).sweep()  # its time comes in an hour, but for a start
    submitted.jobs.clear()
    schedule = Schedule(tools, {**KINDS, **kinds}, submitted)

    with no_file_beyond(0), pytest.raises(StorageError):
        await schedule.sweep()
    assert ("first", None) not in submitted.jobs
    await schedule.sweep()
    await schedule.sweep()

    assert submitted.jobs.count(("first", None)) == 1


async def test_the_times_survive_a_restart(tools: Tools, submitted: Submitted, clock: Clock) -> None:
    await Schedule(tools, KINDS, submitted).sweep()
    submitted.jobs.clear()

    await Schedule(tools, KINDS, submitted).sweep()

    assert submitted.jobs == []
    assert Due("hourly", clock() + HOUR) in await tools.store.schedule.all()


async def test_a_change_starts_what_has_something_to_do_for_that_person(
    schedule: Schedule, submitted: Submitted, user_id: int
) -> None:
    await schedule.look(user_id)

    assert submitted.jobs == [("hourly", user_id), ("shared", None)]


async def test_it_goes_on_looking_every_minute_whatever_the_clock_says_and_whatever_went_wrong(
    schedule: Schedule,
    submitted: Submitted,
    clock: Clock,
    user_id: int,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(schedules, "WAKE_SECONDS", 0.01)
    await schedule.start()
    for change in (9 * HOUR, -9 * HOUR):  # ahead, and put right
        submitted.jobs.clear()
        clock.now += change
        async with asyncio.timeout(30):
            while ("hourly", user_id) not in submitted.jobs:  # noqa: ASYNC110 - it has nothing to wait on
                await asyncio.sleep(0.01)
    sound, clock.now = clock.now, None  # type: ignore[assignment]
    while "what is due could not be told" not in caplog.text:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    submitted.jobs.clear()
    clock.now = sound + 2 * HOUR
    async with asyncio.timeout(30):
        while ("hourly", user_id) not in submitted.jobs:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
