"""Videos that a history named without title or channel get them; what is gone is not shown any more."""

from __future__ import annotations

import pytest

from daemon.jobs import describe
from daemon.jobs.work import Tools
from daemon.settings import Settings, load_settings
from daemon.store.videos import VideoFacts
from tests.daemon.given import NOW, facts, signal, video_id
from tests.stand_ins.youtube import YouTube

from .conftest import Clock
from .people import work

DAY = 86_400.0


@pytest.fixture
def settings(settings: Settings, youtube: YouTube) -> Settings:
    return load_settings(
        data_dir=settings.data_dir, oembed=True, youtube_address=youtube.address, request_spacing_seconds=0
    )


async def watched(tools: Tools, user_id: int, *numbers: int, video: VideoFacts | None = None) -> None:
    """Have watched videos, the first of them last."""
    acts = [signal("watch", number, at=NOW - number, video=video) for number in numbers]
    await tools.store.signals.add(user_id, acts, now=NOW)
    await tools.recommender.reload(user_id)


async def run(tools: Tools) -> dict[str, object]:
    return await describe.run(work(tools, "describe", None, []))


async def test_title_and_channel_are_filled_in_where_they_were_missing(
    tools: Tools, youtube: YouTube, user_id: int
) -> None:
    youtube.embeddable[video_id(1)] = ("Sourdough bread", "Bakery", "https://www.youtube.com/@bakery")
    await watched(tools, user_id, 1)
    assert (await run(tools))["described"] == 1
    known = await tools.store.videos.get(video_id(1))
    assert known is not None
    assert (known.title, known.channel_name, known.channel_handle) == ("Sourdough bread", "Bakery", "@bakery")
    catalog = tools.recommender.catalog
    assert catalog.video(int(catalog.rows([video_id(1)])[0])).title == "Sourdough bread"


async def test_nobody_asks_about_what_is_known_and_no_video_is_asked_about_twice(
    tools: Tools, youtube: YouTube, user_id: int
) -> None:
    await watched(tools, user_id, 1, video=facts(1, "Known", "Channel"))
    await watched(tools, user_id, 2)
    await run(tools)
    await run(tools)
    assert len(youtube.asked) == 1
    assert video_id(2) in youtube.asked[0]


async def test_a_video_that_is_gone_is_shown_to_nobody_until_somebody_comes_upon_it_again(
    tools: Tools, user_id: int, clock: Clock
) -> None:
    await watched(tools, user_id, 1)
    assert (await run(tools))["unavailable"] == 1
    assert video_id(1) not in await tools.store.videos.known_to(user_id)
    await tools.store.videos.put(user_id, [facts(1, "Back again")], "card", now=clock.now + 1)
    assert video_id(1) in await tools.store.videos.known_to(user_id)


@pytest.mark.parametrize(("status", "body"), [(401, b"Unauthorized"), (403, b"Forbidden")])
async def test_a_video_whose_owner_withholds_it_stays(
    tools: Tools, youtube: YouTube, user_id: int, status: int, body: bytes
) -> None:
    await watched(tools, user_id, 1)
    youtube.say(body, status)
    assert (await run(tools))["withheld"] == 1
    assert video_id(1) in await tools.store.videos.known_to(user_id)
    assert not await describe.is_due(tools, None)


async def test_a_blocked_address_ends_the_run_and_is_no_word_about_any_video(
    tools: Tools, youtube: YouTube, user_id: int, clock: Clock
) -> None:
    await watched(tools, user_id, 1, 2, 3)
    youtube.say(b"<html>unusual traffic</html>", 403)
    assert await run(tools) == {"described": 0, "unavailable": 0, "withheld": 0, "failed": 0}
    assert len(youtube.asked) == 1
    assert not await describe.is_due(tools, None)
    clock.now += 3_601
    assert await describe.is_due(tools, None)


async def test_an_answer_that_is_none_costs_one_try(tools: Tools, youtube: YouTube, user_id: int) -> None:
    await watched(tools, user_id, 1, 2)
    youtube.say(b"[]")
    assert await run(tools) == {"described": 0, "unavailable": 1, "withheld": 0, "failed": 1}
    assert await describe.is_due(tools, None)


async def test_a_day_has_its_bound(
    tools: Tools, youtube: YouTube, user_id: int, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(describe, "MOST_A_DAY", 2)
    await watched(tools, user_id, 1, 2, 3)
    await run(tools)
    assert len(youtube.asked) == 2
    assert not await describe.is_due(tools, None)
    clock.now += DAY + 1
    assert await describe.is_due(tools, None)


async def test_what_was_deleted_while_an_answer_was_on_its_way_does_not_come_back(tools: Tools, user_id: int) -> None:
    await watched(tools, user_id, 1)
    await tools.store.wipe(user_id)
    await tools.store.lookups.save([(facts(1, "Title"), "described")], now=NOW)
    assert await tools.store.videos.count() == 0


async def test_switched_off_nothing_is_asked(tools: Tools, user_id: int) -> None:
    await watched(tools, user_id, 1)
    assert await describe.is_due(tools, None)
    for off in ({"oembed": False}, {"demo": True}):
        quiet = Tools(tools.store, tools.recommender, tools.settings.model_copy(update=off), tools.clock)
        assert not await describe.is_due(quiet, None)
