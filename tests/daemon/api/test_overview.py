"""What the dashboard shows of a person: their videos as a map, their weeks, their channels."""

from __future__ import annotations

from tests.daemon.lived import lived
from tests.daemon.running import Daemon


async def test_before_anything_was_watched_the_map_is_empty(daemon: Daemon) -> None:
    assert await daemon.get("/api/videos/personas/map") == {"points": [], "total": 0, "weeks": []}
    assert await daemon.get("/api/channels") == {"channels": []}


async def test_every_watched_video_has_a_place_and_every_week_its_counts(daemon: Daemon) -> None:
    await lived(daemon)
    await daemon.clustered()
    personas = (await daemon.get("/api/videos/personas"))["personas"]
    told = await daemon.get("/api/videos/personas/map")
    assert told["total"] == len(told["points"]) == 70
    assert {point["persona"] for point in told["points"]} <= set(range(len(personas)))
    assert all(point["title"] and -1 <= point["x"] <= 1 for point in told["points"])
    assert sum(sum(week["counts"]) for week in told["weeks"]) == 70
    assert all(len(week["counts"]) == len(personas) for week in told["weeks"])


async def test_the_map_is_kept_until_something_is_watched(daemon: Daemon) -> None:
    await lived(daemon, weeks=1)
    await daemon.settled()
    before = await daemon.get("/api/videos/personas/map")
    assert await daemon.get("/api/videos/personas/map") == before
    await lived(daemon, weeks=2)
    assert (await daemon.get("/api/videos/personas/map"))["total"] == before["total"] + 14


async def test_the_channels_liked_most_come_first_and_no_more_than_were_asked_for(daemon: Daemon) -> None:
    await lived(daemon, weeks=1)
    await daemon.settled()
    (only,) = (await daemon.get("/api/channels?limit=1"))["channels"]
    assert only["channel_name"] == "channel 0"
    assert only["affinity_score"] > 0.5
    assert (await daemon.ask("GET", "/api/channels?limit=0")).status == 400


async def test_the_shares_of_the_interests_stand_beside_those_of_the_feed(daemon: Daemon) -> None:
    assert await daemon.get("/api/videos/personas/balance") == {"places": 0, "personas": []}
    await lived(daemon)
    await daemon.clustered()
    told = await daemon.get("/api/videos/personas/balance")
    labels = [each["label"] for each in (await daemon.get("/api/videos/personas"))["personas"]]
    assert told["places"] == 30
    assert [each["label"] for each in told["personas"]] == labels
    for share in ("liked", "shown"):
        assert abs(sum(each[share] for each in told["personas"]) - 1) < 0.01
    await daemon.ask("PATCH", "/api/videos/personas/0", {"muted": True})
    muted = (await daemon.get("/api/videos/personas/balance"))["personas"]
    assert muted[0]["liked"] == 0
    assert muted[0]["shown"] <= told["personas"][0]["shown"]
