"""Google's own client asks the stand-in over a real socket; only the address differs."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from daemon.settings import Settings, load_settings
from daemon.sources.standing import Failed, Paused
from daemon.sources.youtube_api import KeyRefused, YouTubeApi, youtube_api
from daemon.store import Store
from tests.daemon.running import NOW, Clock
from tests.stand_ins import data_api
from tests.stand_ins.youtube import KEY, YouTube

DAY = 86_400.0
PACIFIC_DAY = "2026-11-18"


def settings_for(youtube: YouTube, folder: Path, **more: Any) -> Settings:
    given = {"youtube_api_key": KEY, "quota_searches": 20, "quota_units": 20} | more
    return load_settings(data_dir=folder, youtube_api_address=youtube.address, **given)


@pytest.fixture
def youtube(youtube: YouTube) -> YouTube:
    for n in range(3):
        made = data_api.resource(f"rust_video{n}", f"Rust & borrow <{n}>", NOW - n * DAY)
        youtube.catalogue[made["id"]] = made
    return youtube


@pytest.fixture
async def api(youtube: YouTube, tmp_path: Path, store: Store, clock: Clock) -> AsyncIterator[YouTubeApi]:
    async with youtube_api(settings_for(youtube, tmp_path), store, clock, timeout_seconds=0.5) as opened:
        yield opened


async def test_everything_told_of_videos_is_taken_and_what_is_gone_is_left_out(api: YouTubeApi) -> None:
    first, second = await api.videos(["rust_video0", "gone_video_", "rust_video1"])
    assert (first.video_id, first.title, second.video_id) == ("rust_video0", "Rust & borrow <0>", "rust_video1")
    assert (first.duration_seconds, first.view_count, first.like_count) == (253.0, 12_345, 678)
    assert (first.category, first.language, first.tags) == ("Science & Technology", "en", ("one", "two"))
    assert (first.published_at, first.is_live) == (NOW, False)


async def test_an_age_limit_is_told_with_the_details_and_unknown_of_what_a_search_finds(
    api: YouTubeApi, youtube: YouTube
) -> None:
    youtube.catalogue["rust_video1"] = data_api.resource("rust_video1", "Rust", NOW, rating="ytAgeRestricted")
    youtube.catalogue["rust_video2"] = data_api.resource("rust_video2", "Rust", NOW, rating="ytUnspecified")
    told = await api.videos(["rust_video0", "rust_video1", "rust_video2"])
    assert [each.is_age_restricted for each in told] == [False, True, False]
    assert {each.is_age_restricted for each in await api.search("rust", 10)} == {None}


async def test_fifty_videos_cost_one_unit(api: YouTubeApi, youtube: YouTube, store: Store) -> None:
    await api.videos([f"video{n:06}" for n in range(50)])
    assert await store.quota.used(PACIFIC_DAY) == {"units": 1}
    assert dict(youtube.spent) == {"units": 1}


async def test_a_search_finds_newer_videos_and_reads_their_escaped_titles(api: YouTubeApi) -> None:
    found = await api.search("rust", 10, published_after=NOW - 1.5 * DAY)
    assert [facts.title for facts in found] == ["Rust & borrow <0>", "Rust & borrow <1>"]
    assert found[0].channel_name == "A channel"


async def test_no_call_is_made_beyond_the_allowance(api: YouTubeApi, youtube: YouTube, store: Store) -> None:
    for _ in range(19):
        await api.search("rust", 1)
    with pytest.raises(Paused):
        await api.search("rust", 1)
    assert youtube.spent["search"] == (await store.quota.used(PACIFIC_DAY))["search"] == 19


async def test_what_youtube_calls_exhausted_closes_that_bucket_until_midnight_in_los_angeles(
    api: YouTubeApi, youtube: YouTube, clock: Clock
) -> None:
    youtube.allowed["search"] = 0
    for _ in range(3):
        with pytest.raises(Paused) as paused:
            await api.search("rust", 1)
    assert youtube.spent["search"] == 1
    assert await api.videos(["rust_video0"])
    youtube.allowed["search"], clock.now = 100, paused.value.until
    assert await api.search("rust", 1)


async def test_too_many_requests_close_the_bucket_too(api: YouTubeApi, youtube: YouTube) -> None:
    youtube.fail(429, 1)
    for _ in range(2):
        with pytest.raises(Paused):
            await api.search("rust", 1)
    assert len(youtube.asked) == 1


async def test_a_key_that_is_none_is_said_so_and_never_repeated(
    youtube: YouTube, tmp_path: Path, store: Store, clock: Clock
) -> None:
    async with youtube_api(settings_for(youtube, tmp_path, youtube_api_key="SECRET"), store, clock) as api:
        with pytest.raises(KeyRefused, match="youtube_api_key") as refused:
            await api.videos(["rust_video0"])
    assert "SECRET" not in repr(refused.value)
    assert "SECRET" not in repr(settings_for(youtube, tmp_path, youtube_api_key="SECRET"))


@pytest.mark.parametrize("body", [b"<html>garbage</html>", b"[]", b'{"items": 7}', b"\xff\xfe"])
async def test_an_answer_that_is_none_is_a_failure(api: YouTubeApi, youtube: YouTube, body: bytes) -> None:
    youtube.say(body)
    with pytest.raises(Failed):
        await api.videos(["rust_video0"])
    assert await api.videos(["rust_video0"])


async def test_trouble_at_the_other_end_is_a_failure_that_never_tells_the_key(
    api: YouTubeApi, youtube: YouTube
) -> None:
    youtube.fail(500)
    youtube.hang()
    for _ in range(2):
        with pytest.raises(Failed) as failed:
            await api.videos(["rust_video0"])
        assert KEY not in f"{failed.value!r} {failed.value.__cause__!r} {failed.value.__context__!r}"


async def test_items_that_are_not_as_documented_are_left_out_or_taken_as_far_as_they_are(
    api: YouTubeApi, youtube: YouTube
) -> None:
    youtube.say(
        b'{"items": [7, null, {"id": "short"}, {"id": {"videoId": 5}}, {"id": "abcdefghijk", "snippet": [1],'
        b' "statistics": {"viewCount": "-4"}, "contentDetails": {"duration": "P0D"}}]}'
    )
    (only,) = await api.videos(["abcdefghijk"])
    assert (only.video_id, only.title, only.view_count, only.duration_seconds) == ("abcdefghijk", "", None, None)


async def test_spending_goes_on_where_it_stopped_after_a_restart(
    youtube: YouTube, tmp_path: Path, clock: Clock
) -> None:
    for _ in range(25):
        store = await Store.open(tmp_path / "again.db")
        async with youtube_api(settings_for(youtube, tmp_path), store, clock) as api:
            with contextlib.suppress(Paused):
                await api.search("rust", 1)
        used = await store.quota.used(PACIFIC_DAY)
        await store.close()
    assert youtube.spent["search"] == used["search"] == 19
