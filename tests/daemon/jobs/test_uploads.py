"""With a key, the older uploads of trusted channels come in, a page at a time, and where it stands outlives a restart."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from daemon.jobs import uploads
from daemon.jobs.uploads import next_pages
from daemon.jobs.work import Tools
from daemon.settings import Settings, load_settings
from daemon.sources.standing import name_of
from daemon.store.feeds import ChannelFeed, TrustedChannel
from daemon.store.signals import Signal
from daemon.store.uploads import UploadsRead
from tests.daemon.given import NOW
from tests.stand_ins import data_api
from tests.stand_ins.youtube import KEY, Upload, YouTube, youtube_stand_in

from .conftest import Clock
from .people import work

DAY = 86_400.0
BREAD = f"UC{'bread':_<22}"
SALT = f"UC{'salt':_<22}"


def video_of(n: int) -> str:
    return f"bread_{n:05}"


@pytest.fixture
async def youtube() -> AsyncIterator[YouTube]:
    async with youtube_stand_in() as served:
        served.add(BREAD, "bread", [Upload(video_of(n), f"Bread number {n}", NOW - n * DAY) for n in range(120)])
        served.add(SALT, "salt", [Upload("salt_000001", "Salt", NOW)])
        yield served


@pytest.fixture
def settings(settings: Settings, youtube: YouTube) -> Settings:
    return load_settings(
        data_dir=settings.data_dir, discovery=True, youtube_api_key=KEY, youtube_api_address=youtube.address
    )


@pytest.fixture(autouse=True)
async def follows(tools: Tools, user_id: int) -> None:
    about = Signal("follow", "subscribe", NOW, "takeout", channel_id=BREAD, channel_name="bread")
    await tools.store.signals.add(user_id, [about], now=NOW)


async def run(tools: Tools) -> dict[str, object]:
    return await uploads.run(work(tools, "uploads", None, []))


async def test_a_channel_is_read_page_after_page_to_its_end_and_then_left_alone(
    tools: Tools, youtube: YouTube, user_id: int
) -> None:
    told = [await run(tools) for _ in range(4)]

    assert [each["videos"] for each in told] == [50, 50, 20, 0]
    assert youtube.spent["units"] == 3
    assert len(await tools.store.videos.known_to(user_id)) == 120
    oldest = await tools.store.videos.get(video_of(119))
    assert oldest is not None
    assert (oldest.title, oldest.channel_id, oldest.published_at) == ("Bread number 119", BREAD, NOW - 119 * DAY)
    assert tools.recommender.catalog.rows([video_of(119)])[0] >= 0


async def test_private_videos_are_left_out_and_a_channel_that_is_gone_ends(tools: Tools, youtube: YouTube) -> None:
    youtube.channels[BREAD].uploads[1] = Upload(video_of(1), "Private video", NOW)
    assert (await run(tools))["videos"] == 49

    del youtube.channels[BREAD]
    assert await run(tools) == {"pages": 1, "videos": 0}
    assert await run(tools) == {"pages": 0, "videos": 0}


async def test_a_failure_leaves_the_page_for_the_next_run(tools: Tools, youtube: YouTube) -> None:
    youtube.fail(500)
    assert await run(tools) == {"pages": 0, "videos": 0}
    assert (await run(tools))["videos"] == 50


async def test_a_page_that_is_no_longer_known_is_sought_from_the_newest_and_holds_nobody_up(
    tools: Tools, youtube: YouTube, user_id: int
) -> None:
    await run(tools)
    about = Signal("salt", "subscribe", NOW, "takeout", channel_id=SALT, channel_name="salt")
    await tools.store.signals.add(user_id, [about], now=NOW)
    await run(tools)  # salt's only page, then bread's second
    youtube.trouble.append(data_api.error(400, "invalidPageToken", "The request specifies an invalid page token."))

    assert await run(tools) == {"pages": 1, "videos": 0}
    again = (await tools.store.uploads.all())[BREAD]
    assert (again.pages, again.cursor) == (3, "")
    assert await run(tools) == {"pages": 1, "videos": 0}  # the newest fifty, which are known
    assert (await tools.store.uploads.all())[BREAD].cursor == "page50"


async def test_a_list_that_may_not_be_seen_ends_and_pauses_nothing(tools: Tools, youtube: YouTube) -> None:
    youtube.trouble.append(data_api.error(403, "playlistItemsNotAccessible", "The request is not properly authorized."))

    assert await run(tools) == {"pages": 1, "videos": 0}
    assert await run(tools) == {"pages": 0, "videos": 0}
    name = name_of(f"{youtube.address}/youtube/v3")
    assert (await tools.store.services.get(name)).paused_until <= NOW


async def test_an_empty_allowance_asks_for_nothing(tools: Tools, youtube: YouTube, settings: Settings) -> None:
    await tools.store.quota.add("units", ["2026-11-18"], settings.quota_units, settings.quota_units)
    assert await run(tools) == {"pages": 0, "videos": 0}
    assert youtube.asked == []


async def test_where_it_stands_goes_with_everything_else(tools: Tools, user_id: int) -> None:
    await run(tools)
    assert (await tools.store.uploads.all())[BREAD].cursor == "page50"

    await tools.store.wipe(user_id)

    assert await tools.store.uploads.all() == {}


async def test_a_channel_read_to_its_end_is_looked_at_again_after_a_month_for_what_its_feed_did_not_tell(
    tools: Tools, youtube: YouTube, clock: Clock
) -> None:
    for _ in range(3):
        await run(tools)
    missed = [Upload(f"missed{n:05}", f"Missed {n}", NOW + n * DAY) for n in range(30, 0, -1)]
    youtube.channels[BREAD].uploads[:0] = missed
    clock.now += 29 * DAY
    assert await run(tools) == {"pages": 0, "videos": 0}

    clock.now += 2 * DAY
    assert await run(tools) == {"pages": 1, "videos": 30}
    assert await run(tools) == {"pages": 0, "videos": 0}
    assert youtube.spent["units"] == 4


def test_loved_channels_and_first_pages_come_first_and_no_channel_is_read_for_ever() -> None:
    channels = [
        TrustedChannel(ChannelFeed(name), affinity, (1,))
        for name, affinity in (("liked", 0.7), ("loved", 0.9), ("read", 1.0), ("deep", 1.0), ("ended", 1.0))
    ]
    past = {
        "read": UploadsRead("read", 1, "page50", NOW),
        "deep": UploadsRead("deep", uploads.DEEPEST_PAGES, "page300", NOW - 31 * DAY),
        "ended": UploadsRead("ended", 1, None, NOW),
    }

    pages = [(page.before.channel_id, page.cursor) for page in next_pages(channels, past, 9, now=NOW)]
    assert pages == [("loved", ""), ("liked", ""), ("read", "page50"), ("deep", "")]
    assert len(next_pages(channels, past, 2, now=NOW)) == 2
