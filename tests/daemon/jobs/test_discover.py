"""New videos of trusted channels become known; a channel nobody trusts is not asked for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from daemon.jobs import discover
from daemon.jobs.work import Tools
from daemon.settings import Settings, load_settings
from daemon.store.schedule import Due
from daemon.store.signals import Signal
from daemon.store.videos import VideoFacts
from tests.daemon.given import NOW, signal
from tests.stand_ins.youtube import Upload, YouTube, youtube_stand_in

from .conftest import Clock
from .people import work

DAY = 86_400.0


def channel_id(name: str) -> str:
    return f"UC{name:_<22}"


def uploads(name: str, count: int = 3) -> list[Upload]:
    return [Upload(f"{name[:6]:_<6}{n:05}", f"{name} number {n}", NOW - n * DAY) for n in range(count)]


@pytest.fixture
async def youtube() -> AsyncIterator[YouTube]:
    async with youtube_stand_in() as served:
        for name in ("bread", "space"):
            served.add(channel_id(name), name, uploads(name))
        yield served


@pytest.fixture
def settings(settings: Settings, youtube: YouTube) -> Settings:
    return load_settings(
        data_dir=settings.data_dir, discovery=True, youtube_address=youtube.address, request_spacing_seconds=0
    )


async def follow(tools: Tools, user_id: int, name: str, kind: str = "subscribe", at: float = NOW) -> None:
    about = Signal(f"{kind} {name} {at}", kind, at, "takeout", channel_id=channel_id(name), channel_name=name)
    await tools.store.signals.add(user_id, [about], now=NOW)


async def run(tools: Tools) -> dict[str, object]:
    return await discover.run(work(tools, "discover", None, []))


async def test_videos_of_a_subscribed_channel_become_known_with_what_the_feed_says(tools: Tools, user_id: int) -> None:
    await follow(tools, user_id, "bread")
    assert await run(tools) == {"read": 1, "failed": 0, "videos": 3, "paused_until": None}
    known = await tools.store.videos.get("bread_00001")
    assert known is not None
    assert (known.title, known.channel_id, known.view_count) == ("bread number 1", channel_id("bread"), 1_000)
    assert known.published_at == NOW - DAY
    assert "bread_00001" in await tools.store.videos.known_to(user_id)
    assert tools.recommender.catalog.rows(["bread_00001"])[0] >= 0


async def test_a_channel_that_is_often_watched_is_trusted_and_one_watched_twice_is_not(
    tools: Tools, youtube: YouTube, user_id: int
) -> None:
    for name, count in (("bread", 4), ("space", 2)):
        for n in range(count):
            seen = VideoFacts(f"seen{name}{n:02}"[:11], title="x", channel_id=channel_id(name), channel_name=name)
            act = signal("watch", None, video=seen)
            await tools.store.signals.add(user_id, [_about(act, seen.video_id)], now=NOW)
    await run(tools)
    assert youtube.asked == [f"/feeds/videos.xml?channel_id={channel_id('bread')}"]


def _about(act: Signal, video_id: str) -> Signal:
    return Signal(act.signal_id, act.kind, act.occurred_at, act.source, video_id, video=act.video)


@pytest.mark.parametrize("kind", ["unsubscribe", "block_channel"])
async def test_a_channel_that_was_left_or_blocked_is_not_asked_for(
    tools: Tools, youtube: YouTube, user_id: int, kind: str
) -> None:
    await follow(tools, user_id, "bread")
    await follow(tools, user_id, "bread", kind, at=NOW + 1)
    assert (await run(tools))["read"] == 0
    assert youtube.asked == []


async def test_looking_again_finds_only_what_is_new(tools: Tools, youtube: YouTube, user_id: int, clock: Clock) -> None:
    await follow(tools, user_id, "bread")
    await run(tools)
    youtube.channels[channel_id("bread")].uploads.insert(0, Upload("bread_fresh", "Fresh bread", NOW + DAY))
    clock.now += DAY
    assert (await run(tools))["videos"] == 1


async def test_a_feed_that_says_it_is_unchanged_reaches_whoever_trusts_the_channel_since(
    tools: Tools, youtube: YouTube, user_id: int
) -> None:
    youtube.has_etags = True
    await follow(tools, user_id, "bread")
    await run(tools)
    other = await tools.store.users.ensure("Ann", now=NOW)
    await follow(tools, other.user_id, "bread")
    assert (await run(tools))["videos"] == 3
    assert set(await tools.store.videos.known_to(other.user_id)) == {upload.video_id for upload in uploads("bread")}


async def test_a_failing_feed_costs_only_itself(tools: Tools, youtube: YouTube, user_id: int) -> None:
    await follow(tools, user_id, "bread")
    await follow(tools, user_id, "space")
    youtube.fail(404)
    result = await run(tools)
    assert (result["read"], result["failed"], result["videos"]) == (1, 1, 3)
    assert (await run(tools))["videos"] == 3


async def test_a_page_in_the_place_of_a_feed_is_a_failure(tools: Tools, youtube: YouTube, user_id: int) -> None:
    await follow(tools, user_id, "bread")
    youtube.say(b"<html>Before you continue to YouTube</html>")
    assert (await run(tools))["failed"] == 1


async def test_a_refusal_ends_the_run_and_says_until_when(tools: Tools, youtube: YouTube, user_id: int) -> None:
    for n in range(9):
        await follow(tools, user_id, f"channel{n}")
    youtube.fail(429, 9, Retry_After="7200")
    assert (await run(tools))["paused_until"] == NOW + 7_200
    assert len(youtube.asked) <= 2
    assert not await discover.is_touched(tools, None)


async def test_what_was_deleted_while_a_feed_was_on_its_way_does_not_come_back(
    tools: Tools, youtube: YouTube, user_id: int
) -> None:
    await follow(tools, user_id, "bread")
    (channel,) = await tools.store.feeds.trusted()
    await tools.store.wipe(user_id)
    assert await tools.store.feeds.was_read(channel, channel.feed, [VideoFacts("bread_00001", "Bread")], now=NOW) == []
    assert await tools.store.videos.count() == 0


async def test_a_run_starts_by_itself_only_for_a_channel_never_looked_at(
    tools: Tools, youtube: YouTube, user_id: int
) -> None:
    assert not await discover.is_touched(tools, None)
    await follow(tools, user_id, "bread")
    assert await discover.is_touched(tools, None)
    youtube.fail(500)
    await run(tools)
    assert not await discover.is_touched(tools, None)
    assert await discover.is_due(tools, None)


async def test_sixty_channels_are_asked_in_four_hours_however_many_are_new(
    tools: Tools, youtube: YouTube, user_id: int, clock: Clock
) -> None:
    for n in range(150):
        name = f"channel{n:03}"
        youtube.add(channel_id(name), name, [Upload(f"{n:_>11}", f"Of {name}", NOW)])
        await follow(tools, user_id, name)
    asked = list[int]()
    for _ in range(4):
        await tools.store.schedule.set(Due("discover", clock() + discover.EVERY_SECONDS))
        await run(tools)
        while await discover.is_touched(tools, None):
            clock.now += 60
            await run(tools)
        asked.append(len(youtube.asked))
        clock.now += discover.EVERY_SECONDS
    assert asked == [60, 120, 180, 240]
    assert len(set(youtube.asked)) == 150


async def test_a_new_channel_is_asked_alone_and_what_a_person_asks_for_looks_at_the_others_again(
    tools: Tools, youtube: YouTube, user_id: int, clock: Clock
) -> None:
    await follow(tools, user_id, "bread")
    await tools.store.schedule.set(Due("discover", clock() + discover.EVERY_SECONDS))
    await run(tools)
    await follow(tools, user_id, "space")
    assert await discover.is_touched(tools, None)
    await run(tools)
    bread, space = (f"/feeds/videos.xml?channel_id={channel_id(name)}" for name in ("bread", "space"))
    assert youtube.asked == [bread, space]
    asked_for = work(tools, "discover", None, [])
    await discover.run(replace(asked_for, job=replace(asked_for.job, params={"again": True})))
    assert sorted(youtube.asked[2:]) == sorted([bread, space])


async def test_switched_off_nothing_is_due(tools: Tools, user_id: int) -> None:
    await follow(tools, user_id, "bread")
    for off in ({"discovery": False}, {"demo": True}):
        quiet = Tools(tools.store, tools.recommender, tools.settings.model_copy(update=off), tools.clock)
        assert not await discover.is_due(quiet, None)
        assert not await discover.is_touched(quiet, None)
