"""What is said in videos that matter comes slowly, once each, only where it is wanted; a block ends it for hours."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from daemon.jobs import embed, transcripts
from daemon.jobs.work import Tools
from daemon.settings import Settings, load_settings
from recsys.embedding import Embedder, video_text
from tests.daemon.given import NOW, facts, video_id
from tests.stand_ins.captions import NOT_A_BOT, Spoken
from tests.stand_ins.youtube import YouTube

from .conftest import Clock
from .people import BREAD, videos, watch, work

DAY = 86_400.0
HOUR = 3_600.0
DOUGH = Spoken(["Today we knead sourdough", "and bake it in the oven"])


@pytest.fixture
def settings(settings: Settings, youtube: YouTube) -> Settings:
    return load_settings(
        data_dir=settings.data_dir, transcripts=True, youtube_address=youtube.address, transcript_spacing_seconds=0
    )


async def known(tools: Tools, user_id: int, *numbers: int, **more: Any) -> None:
    """Have videos that a feed may show."""
    await tools.store.videos.put(user_id, [facts(n, f"Episode {n}", **more) for n in numbers], "card", now=NOW)
    await tools.recommender.reload(user_id)


async def run(tools: Tools) -> dict[str, object]:
    await tools.recommender.settled()
    return await transcripts.run(work(tools, "transcripts", None, []))


async def test_a_transcript_is_kept_and_the_video_is_embedded_with_it(
    tools: Tools, youtube: YouTube, user_id: int
) -> None:
    youtube.captions.spoken[video_id(1)] = {"en": DOUGH}
    await known(tools, user_id, 1)
    await embed.run(work(tools, "embed", None, []))
    catalog = tools.recommender.catalog
    before = catalog.vectors[0].copy()
    assert await transcripts.is_due(tools, None)

    assert await run(tools) == {"found": 1, "missing": 0, "failed": 0}

    assert catalog.has_vector[0]
    assert await embed.is_due(tools, None)
    await embed.run(work(tools, "embed", None, []))
    text = video_text(facts(1, "Episode 1").as_video(), "Today we knead sourdough and bake it in the oven")
    assert (tools.recommender.catalog.vectors[0] @ Embedder().embed([text])[0]) > 0.999
    assert (before @ tools.recommender.catalog.vectors[0]) < 0.95
    assert not await embed.is_due(tools, None)
    assert not await transcripts.is_due(tools, None)
    assert await tools.store.egress.on("2026-11-18") == {"127.0.0.1": 3}


async def test_a_missing_transcript_is_never_asked_for_again(tools: Tools, youtube: YouTube, user_id: int) -> None:
    youtube.captions.spoken[video_id(1)] = {}
    await known(tools, user_id, 1, 2)
    assert await run(tools) == {"found": 0, "missing": 2, "failed": 0}
    count = len(youtube.asked)
    assert not await transcripts.is_due(tools, None)
    assert await run(tools) == {"found": 0, "missing": 0, "failed": 0}
    assert len(youtube.asked) == count


async def test_a_temporary_failure_is_tried_again_hours_later(
    tools: Tools, youtube: YouTube, user_id: int, clock: Clock
) -> None:
    youtube.captions.spoken[video_id(1)] = {"en": DOUGH}
    await known(tools, user_id, 1)
    youtube.fail(503)
    assert (await run(tools))["failed"] == 1
    assert not await transcripts.is_due(tools, None)
    clock.now += 6 * HOUR + 1
    assert (await run(tools))["found"] == 1


@pytest.mark.parametrize("block", ["too many requests", "not a bot"])
async def test_the_first_block_ends_it_for_hours_and_is_no_word_about_the_video(
    tools: Tools, youtube: YouTube, user_id: int, clock: Clock, block: str
) -> None:
    await known(tools, user_id, 1, 2, 3)
    if block == "too many requests":
        youtube.fail(429)
    else:
        status = {"status": "LOGIN_REQUIRED", "reason": NOT_A_BOT}
        youtube.captions.unplayable |= {video_id(n): status for n in (1, 2, 3)}

    assert await run(tools) == {"found": 0, "missing": 0, "failed": 0}

    assert len([each for each in youtube.asked if each.startswith("/watch")]) == 1
    assert await tools.store.transcripts.within(DAY, now=clock.now + 1) == 0
    assert not await transcripts.is_due(tools, None)
    clock.now += 6 * HOUR - 1
    assert not await transcripts.is_due(tools, None)
    clock.now += 2
    assert await transcripts.is_due(tools, None)


async def test_an_answer_that_never_ends_is_ended(
    tools: Tools, youtube: YouTube, user_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transcripts, "DEADLINE_SECONDS", 3.0)
    await known(tools, user_id, 1)
    youtube.hang()
    assert (await run(tools))["failed"] == 1
    assert await tools.store.transcripts.unasked([video_id(1)], now=NOW + 5 * HOUR) == []
    assert await tools.store.transcripts.unasked([video_id(1)], now=NOW + 7 * HOUR) == [video_id(1)]
    assert await tools.store.egress.on("2026-11-18") == {"127.0.0.1": 3}  # it was ended before it could tell


async def test_each_request_is_counted_by_whom_it_went_to(tools: Tools, youtube: YouTube, user_id: int) -> None:
    youtube.captions.spoken[video_id(1)] = {"en": DOUGH}
    await known(tools, user_id, 1)
    youtube.lead_by_consent(video_id(1))
    assert (await run(tools))["found"] == 1
    assert await tools.store.egress.on("2026-11-18") == {"127.0.0.1": 4, "consent.youtube.com": 1}


async def test_who_is_cut_off_has_counted_what_may_have_been_sent(
    tools: Tools, youtube: YouTube, user_id: int, clock: Clock
) -> None:
    await known(tools, user_id, 1)
    youtube.hang()
    heard = asyncio.Event()
    youtube.heard = lambda _path: heard.set()
    running = asyncio.create_task(run(tools))
    await heard.wait()
    assert await tools.store.egress.on("2026-11-18") == {"127.0.0.1": 3}
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert await tools.store.egress.on("2026-11-18") == {"127.0.0.1": 3}


async def test_a_day_has_its_bound(tools: Tools, user_id: int, settings: Settings, clock: Clock) -> None:
    bounded = Tools(tools.store, tools.recommender, settings.model_copy(update={"transcripts_a_day": 2}), tools.clock)
    await known(tools, user_id, 1, 2, 3)
    assert (await run(bounded))["missing"] == 2
    assert not await transcripts.is_due(bounded, None)
    clock.now += DAY + 1
    assert (await run(bounded))["missing"] == 1


async def test_what_a_feed_shows_first_and_what_was_liked_come_by_turns(tools: Tools, user_id: int) -> None:
    await known(tools, user_id, 1, 2, 3, 4)
    seen = videos(BREAD, "Bread", 4)
    await watch(tools, user_id, seen)
    await embed.run(work(tools, "embed", None, []))
    await tools.recommender.settled()
    first = [item.video.video_id for item in (await tools.recommender.feed(user_id)).items]

    wanted = [each.video_id for each in await transcripts._wanted(tools, 6)]

    assert wanted[::2] == first[:3]
    assert set(wanted[1::2]) <= {each.video_id for each in seen}


@pytest.mark.parametrize(
    "more", [{"published_at": NOW - DAY}, {"is_short": True}, {"is_live": True}], ids=["a day old", "a Short", "live"]
)
async def test_what_has_no_transcript_yet_or_little_to_say_is_not_asked_about(
    tools: Tools, user_id: int, more: dict[str, object]
) -> None:
    await known(tools, user_id, 1, **more)
    await tools.recommender.settled()
    assert not await transcripts.is_due(tools, None)


@pytest.mark.parametrize("off", [{"transcripts": False}, {"demo": True}])
async def test_nobody_is_asked_unless_it_is_switched_on(
    tools: Tools, user_id: int, settings: Settings, off: dict[str, bool]
) -> None:
    await known(tools, user_id, 1)
    await tools.recommender.settled()
    switched_off = Tools(tools.store, tools.recommender, settings.model_copy(update=off), tools.clock)
    assert not await transcripts.is_due(switched_off, None)
    assert not load_settings(data_dir=settings.data_dir).transcripts
