from __future__ import annotations

import os

from daemon.jobs import tidy
from daemon.jobs.work import Tools, never
from daemon.store.jobs import Job

from .conftest import Clock
from .people import work
from .slates import log_slate, show_slates

DAY = 86_400.0


async def test_jobs_that_ended_long_ago_are_forgotten_and_the_others_stay(tools: Tools, clock: Clock) -> None:
    for job_id, days_ago in (("old", 40), ("new", 1)):
        at = clock() - days_ago * DAY
        await tools.store.jobs.save(Job(job_id, "embed", at, state="done", finished_at=at))
    await tools.store.jobs.save(Job("waits", "embed", clock() - 40 * DAY))

    result = await tidy.run(work(tools, "tidy", None, []))

    assert (result["slates"], result["jobs"]) == (0, 1)
    assert {job.job_id for job in await tools.store.jobs.newest()} == {"new", "waits"}


async def test_an_upload_that_was_never_finished_is_deleted_after_a_day_and_one_that_waits_is_not(
    tools: Tools, clock: Clock
) -> None:
    uploads = tools.settings.uploads
    uploads.mkdir()
    for name, age in (("broken off", 2 * DAY), ("being read", 60.0), ("waits", 3 * DAY)):
        (uploads / name).touch()
        os.utime(uploads / name, (clock() - age, clock() - age))
    await tools.store.jobs.save(Job("import", "import", clock() - 3 * DAY, params={"path": str(uploads / "waits")}))

    result = await tidy.run(work(tools, "tidy", None, []))

    assert (result["uploads"], {path.name for path in uploads.iterdir()}) == (1, {"being read", "waits"})


async def test_a_slate_of_which_nobody_saw_a_card_is_kept_for_a_week(tools: Tools, clock: Clock, user_id: int) -> None:
    await show_slates(tools, user_id, 3, likes=None, days_ago=20)
    for days_ago in (8, 6):
        await log_slate(tools, user_id, f"unseen {days_ago}", clock() - days_ago * DAY)

    result = await tidy.run(work(tools, "tidy", None, []))

    left = "SELECT slate_id FROM slates WHERE created_at < ? ORDER BY created_at"
    assert result["slates"] == 1
    assert await tools.store._database.read(lambda raw: raw.execute(left, (clock(),)).fetchall()) == [
        ("slate 1 0",), ("slate 1 1",), ("slate 1 2",), ("unseen 6",)
    ]  # fmt: skip
    of_nobody = "SELECT count(*) FROM slate_items WHERE slate_id NOT IN (SELECT slate_id FROM slates)"
    assert await tools.store._database.read(lambda raw: raw.execute(of_nobody).fetchone()) == (0,)


async def test_it_is_due_by_time_and_never_by_a_change(tools: Tools) -> None:
    assert await tidy.is_due(tools, None)
    assert tidy.TIDY.is_touched is never
