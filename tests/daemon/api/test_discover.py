"""With no key, after an import, the feed holds unseen videos that a person would want."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from daemon.jobs.discover import DISCOVER
from daemon.keys import JOBS
from tests.daemon.given import takeout_row
from tests.daemon.running import NOW, Clock, Daemon, running
from tests.stand_ins import data_api
from tests.stand_ins.youtube import KEY, Upload, YouTube, youtube_stand_in

DAY = 86_400.0
BAKING, NEWS = "UCbaking_baking_baking_b", "UCnews_news_news_news_ne"
NAMES = {BAKING: "Bakery", NEWS: "News"}
BREADS = ("Sourdough bread for beginners", "Rye bread without an oven", "Why bread dough rises", "Flour for baguettes")


@pytest.fixture
async def youtube() -> AsyncIterator[YouTube]:
    async with youtube_stand_in() as served:
        served.add(BAKING, "Bakery", [Upload(f"new_bread_{n}", title, NOW - n * DAY) for n, title in enumerate(BREADS)])
        served.add(NEWS, "News", [Upload(f"election__{n}", f"Election debate {n}", NOW - n * DAY) for n in range(4)])
        yield served


@pytest.fixture
async def daemon(tmp_path: Path, clock: Clock, youtube: YouTube) -> AsyncIterator[Daemon]:
    where: dict[str, Any] = {"youtube_address": youtube.address}
    async with running(tmp_path / "data", clock=clock, discovery=True, request_spacing_seconds=0, **where) as one:
        await settled(one)
        yield one


async def settled(daemon: Daemon) -> None:
    """Wait until the start has caught up with what was due."""
    await asyncio.gather(*(task for task in asyncio.all_tasks() if task.get_name() == "jobs-starting"))
    await daemon.app[JOBS].settled()


def takeout() -> bytes:
    """A small export: eight watched videos about bread, two subscriptions."""
    rows = [
        takeout_row(f"{BREADS[n % 4]}, part {n}", f"old_bread_{n}", f"2026-11-0{n + 1}T10:00:00Z", "Bakery", BAKING)
        for n in range(8)
    ]
    listed = "Channel Id,Channel Url,Channel Title\n"
    listed += "".join(f"{each},http://www.youtube.com/channel/{each},{name}\n" for each, name in NAMES.items())
    packed = io.BytesIO()
    folder = "Takeout/YouTube and YouTube Music"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(f"{folder}/history/watch-history.json", json.dumps(rows))
        exported = zipfile.ZipInfo(f"{folder}/subscriptions/subscriptions.csv", (2026, 11, 10, 10, 0, 0))
        archive.writestr(exported, listed)
    return packed.getvalue()


async def test_one_run_of_the_loop_after_a_takeout_puts_unseen_videos_of_ones_interest_into_the_feed(
    daemon: Daemon,
) -> None:
    headers = {"Authorization": f"Bearer {daemon.token}", "Content-Type": "application/zip"}
    await daemon.ask("POST", "/api/videos/import", headers=headers, data=io.BytesIO(takeout()))
    await daemon.app[JOBS].settled()

    feed = [video["video_id"] for video in (await daemon.get("/api/videos"))["videos"]]
    assert sorted(feed) == sorted([f"new_bread_{n}" for n in range(4)] + [f"election__{n}" for n in range(4)])
    assert all(video_id.startswith("new_bread_") for video_id in feed[:3])
    assert (await daemon.get("/api/status"))["egress_today"] == {"127.0.0.1": 2}


async def test_looking_can_be_asked_for_and_says_what_is_to_be_expected(daemon: Daemon, youtube: YouTube) -> None:
    about = {"kind": "subscribe", "occurred_at": "2026-11-01T10:00:00Z", "channel_id": BAKING, "channel_name": "Bakery"}
    await daemon.post("/api/videos/import", {"source": "api", "data": [about]})
    await daemon.app[JOBS].settled()
    youtube.channels[BAKING].uploads.insert(0, Upload("new_bread_9", "Bread with nuts", NOW))
    daemon.clock.now += 5 * DAY

    queued = await daemon.post("/api/videos/discover", {"queries": [], "max_per_query": 10})
    await daemon.app[JOBS].settled()

    assert 1 <= queued["estimated_videos"] <= 15
    job = await daemon.get(f"/api/jobs/{queued['job_id']}")
    assert (job["state"], job["result"]["videos"]) == ("done", 1)


async def test_with_a_key_a_query_is_searched_for(tmp_path: Path, clock: Clock, youtube: YouTube) -> None:
    made = data_api.resource("rust_video0", "Rust for beginners", NOW)
    youtube.catalogue[made["id"]] = made
    keyed: dict[str, Any] = {"youtube_api_key": KEY, "youtube_api_address": youtube.address, "discovery": True}
    async with running(tmp_path / "keyed", clock=clock, **keyed) as daemon:
        await settled(daemon)
        queued = await daemon.post("/api/videos/discover", {"queries": ["rust"], "max_per_query": 5})
        await daemon.app[JOBS].settled()
        assert queued["estimated_videos"] == 5
        assert [video["video_id"] for video in (await daemon.get("/api/videos"))["videos"]] == ["rust_video0"]
        quota = await daemon.get("/api/videos/quota")
    assert quota["buckets"]["search"] == {"used": 1, "limit": 100}


async def test_where_looking_is_switched_off_the_answer_says_so(tmp_path: Path, clock: Clock) -> None:
    async with running(tmp_path / "other", clock=clock) as daemon:
        reply = await daemon.ask("POST", "/api/videos/discover", {})
        assert reply.status == 409
        assert "discovery" in reply.json["error"]["message"]


def test_feeds_are_looked_at_several_times_a_day() -> None:
    assert DISCOVER.every_seconds == 4 * 3600
