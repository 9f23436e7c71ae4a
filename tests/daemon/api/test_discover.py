"""With no key, after an import, the feed holds unseen videos that a person would want."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from yarl import URL

from daemon.jobs.discover import DISCOVER
from daemon.jobs.search import SEARCH
from daemon.keys import JOBS, SETTINGS, STORE
from daemon.moments import minute
from daemon.sources.ledger import MARGIN_SECONDS
from daemon.sources.pacific import day_of, next_midnight
from daemon.sources.standing import name_of
from daemon.sources.youtube_api import address_of
from daemon.store.services import ServiceState
from tests.daemon.given import card, event, takeout_row
from tests.daemon.running import NOW, Clock, Daemon, running
from tests.stand_ins import data_api
from tests.stand_ins.youtube import KEY, Upload, YouTube, youtube_stand_in

DAY = 86_400.0
BAKING, NEWS, MAGAZINE = "UCbaking_baking_baking_b", "UCnews_news_news_news_ne", "UCmagazine_magazine_maga"
NAMES = {BAKING: "Bakery", NEWS: "News", MAGAZINE: "Magazine"}
BREADS = ("Sourdough bread for beginners", "Rye bread without an oven", "Why bread dough rises", "Flour for baguettes")
BREAD_ELSEWHERE = "Sourdough bread in a museum"
WATCHES = 40


def old_bread(n: int) -> str:
    return f"old_bread{n:02}"


@pytest.fixture
async def youtube() -> AsyncIterator[YouTube]:
    """Feeds that tell what was watched as well as what is new, and, of each channel, things of several kinds."""
    async with youtube_stand_in() as served:
        seen = [Upload(old_bread(n), f"{BREADS[n % 4]}, part {n}", NOW - (n + 5) * DAY) for n in range(9)]
        new = [Upload(f"new_bread_{n}", title, NOW - n * DAY) for n, title in enumerate(BREADS)]
        served.add(BAKING, "Bakery", [*new, *seen])
        served.add(NEWS, "News", [Upload(f"election__{n}", f"Election debate {n}", NOW - n * DAY) for n in range(4)])
        titles = ("Election night", BREAD_ELSEWHERE, "Football results", "Film premieres")
        served.add(MAGAZINE, "Magazine", [Upload(f"magazine__{n}", title, NOW) for n, title in enumerate(titles)])
        yield served


@pytest.fixture
async def daemon(tmp_path: Path, clock: Clock, youtube: YouTube) -> AsyncIterator[Daemon]:
    where: dict[str, Any] = {"youtube_address": youtube.address}
    async with running(tmp_path / "data", clock=clock, discovery=True, request_spacing_seconds=0, **where) as one:
        await one.settled()
        yield one


def takeout() -> bytes:
    """A small export: a month of videos about bread, watched in one channel, and three subscriptions."""
    rows = [
        takeout_row(f"{BREADS[n % 4]}, part {n}", old_bread(n), f"2026-10-{n % 28 + 1:02}T10:00:00Z", "Bakery", BAKING)
        for n in range(WATCHES)
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


async def give_takeout(daemon: Daemon) -> None:
    """Import it as the options page does, and let all that follows from it come to its end."""
    headers = {"Authorization": f"Bearer {daemon.token}", "Content-Type": "application/zip"}
    await daemon.ask("POST", "/api/videos/import", headers=headers, data=io.BytesIO(takeout()))
    await daemon.settled()


async def feed(daemon: Daemon) -> list[str]:
    """Return the ids of the feed, the first of them first."""
    return [video["video_id"] for video in (await daemon.get("/api/videos?limit=50"))["videos"]]


async def test_one_run_of_the_loop_after_a_takeout_puts_unseen_videos_of_ones_interest_into_the_feed(
    daemon: Daemon,
) -> None:
    assert await feed(daemon) == []
    await give_takeout(daemon)

    shown = await feed(daemon)
    unseen = [f"{name}{n}" for name in ("new_bread_", "election__", "magazine__") for n in range(4)]
    assert sorted(shown) == sorted(unseen)  # the feeds told of nine that were watched, too
    assert all(video_id.startswith("new_bread_") for video_id in shown[:3])
    of_magazine = [video_id for video_id in shown if video_id.startswith("magazine__")]
    assert of_magazine[0] == "magazine__1"  # about bread, in a channel of which nothing was watched
    assert (await daemon.get("/api/status"))["egress_today"] == {"127.0.0.1": 3}


async def test_with_a_key_what_is_searched_for_by_ones_interests_is_in_the_feed_after_the_next_run(
    tmp_path: Path, clock: Clock, youtube: YouTube
) -> None:
    where: dict[str, Any] = {"youtube_address": youtube.address, "youtube_api_address": youtube.address}
    keyed = {"discovery": True, "youtube_api_key": KEY, "request_spacing_seconds": 0, **where}
    async with running(tmp_path / "keyed", clock=clock, **keyed) as daemon:
        await give_takeout(daemon)
    clock.now += SEARCH.every_seconds or 0.0
    for video_id, title in (
        ("found_bread", "Sourdough or rye dough, and which flour"),
        ("found_chess", "Chess endgames"),
    ):
        youtube.catalogue[video_id] = data_api.resource(video_id, title, NOW - DAY, channel_id=f"UC{'nobody':_<22}")

    async with running(tmp_path / "keyed", clock=clock, **keyed) as daemon:
        await daemon.settled()
        shown = await feed(daemon)
        searched = [path for path in youtube.asked if path.startswith("/youtube/v3/search")]
    assert searched
    words = {word for title in BREADS for word in title.casefold().split()}
    assert all(words.intersection(URL(path).query["q"].split()) for path in searched)
    assert "found_bread" in shown[:8]
    assert "found_chess" not in shown
    assert youtube.spent["search"] == len(searched)


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
        await daemon.settled()
        assert (await daemon.ask("POST", "/api/videos/discover", {"queries": [" "]})).status == 400
        queued = await daemon.post("/api/videos/discover", {"queries": ["rust"], "max_per_query": 5})
        await daemon.app[JOBS].settled()
        assert queued["estimated_videos"] == 5
        assert [video["video_id"] for video in (await daemon.get("/api/videos"))["videos"]] == ["rust_video0"]
        quota = await daemon.get("/api/videos/quota")
    assert quota["buckets"]["search"] == {"used": 1, "limit": 100}


@pytest.mark.parametrize("why", ["the allowance is spent", "the service rests"])
async def test_an_empty_feed_says_until_when_looking_for_more_rests(
    tmp_path: Path, clock: Clock, youtube: YouTube, why: str
) -> None:
    keyed: dict[str, Any] = {"youtube_api_key": KEY, "youtube_api_address": youtube.address, "discovery": True}
    async with running(tmp_path / "keyed", clock=clock, **keyed) as daemon:
        await daemon.settled()
        await daemon.post("/api/signals", {"events": [event("watch", watch={"fraction": 1.0}, video=card(0, "Bread"))]})
        assert (await daemon.get("/api/videos"))["state"] == "all_watched"
        store, settings = daemon.app[STORE], daemon.app[SETTINGS]
        until = next_midnight(NOW) + MARGIN_SECONDS
        if why == "the allowance is spent":
            await store.quota.add("units", [day_of(NOW).isoformat()], settings.quota_units, settings.quota_units)
        else:
            await store.services.set(name_of(address_of(settings)), ServiceState(5, until))
        for path in ("/api/videos", "/api/videos?limit=5", "/api/status"):
            told = await daemon.get(path)
            assert (told["state"], minute(until) in told["message"]) == ("quota_exhausted", True)
        clock.now = until
        assert (await daemon.get("/api/videos"))["state"] == "all_watched"
    async with running(tmp_path / "keyed", clock=Clock(), paired=False, discovery=True) as without_key:
        without_key.token = daemon.token
        assert (await without_key.get("/api/videos"))["state"] == "all_watched"


async def test_where_looking_is_switched_off_the_answer_says_so(tmp_path: Path, clock: Clock) -> None:
    async with running(tmp_path / "other", clock=clock) as daemon:
        reply = await daemon.ask("POST", "/api/videos/discover", {})
        assert reply.status == 409
        assert "discovery" in reply.json["error"]["message"]


def test_feeds_are_looked_at_several_times_a_day() -> None:
    assert DISCOVER.every_seconds == 4 * 3600
