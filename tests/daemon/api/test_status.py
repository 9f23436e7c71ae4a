"""How things stand, told to one of a household: nothing of theirs is pushed out by what else was done."""

from __future__ import annotations

from daemon.keys import STORE
from daemon.store.jobs import Job
from tests.daemon.running import NOW, Daemon

MANY = 30


async def test_what_was_done_for_somebody_else_pushes_out_no_job_of_mine(daemon: Daemon) -> None:
    store = daemon.app[STORE]
    other = await store.users.ensure("other", now=NOW)
    mine = Job("mine", "train", NOW, daemon.user_id, state="failed", error="It could not.", finished_at=NOW)
    await store.jobs.save(mine)
    for n in range(MANY):
        await store.jobs.save(Job(f"other {n}", "train", NOW + n, other.user_id, state="done", finished_at=NOW + n))
    told = {job["job_id"] for job in (await daemon.get("/api/status"))["jobs"]}
    assert "mine" in told
    assert not any(each.startswith("other") for each in told)


async def test_when_new_videos_came_last_is_told_however_much_was_done_since(daemon: Daemon) -> None:
    assert (await daemon.get("/api/status"))["last_discovered_at"] is None
    store = daemon.app[STORE]
    await store.jobs.save(Job("looked", "discover", NOW, state="done", finished_at=NOW))
    await store.jobs.save(Job("could not", "discover", NOW + 1, state="failed", error="No.", finished_at=NOW + 1))
    for n in range(MANY):
        await store.jobs.save(Job(f"since {n}", "embed", NOW + 2 + n, state="done", finished_at=NOW + 2 + n))
    assert (await daemon.get("/api/status"))["last_discovered_at"] == "2026-11-18T11:06:40.000Z"
