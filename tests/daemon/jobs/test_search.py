"""With a key, searches made from interests bring unseen videos, within the allowance."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from daemon.jobs import search
from daemon.jobs.allowed import may_discover_with_key
from daemon.jobs.work import Tools
from daemon.settings import Settings, load_settings
from daemon.sources.ledger import MARGIN_SECONDS
from daemon.sources.pacific import next_midnight
from daemon.sources.youtube_api import KeyRefused
from tests.daemon.given import NOW
from tests.stand_ins import data_api
from tests.stand_ins.youtube import KEY, YouTube, youtube_stand_in

from .people import work

DAY = 86_400.0


@pytest.fixture
async def youtube() -> AsyncIterator[YouTube]:
    async with youtube_stand_in() as served:
        for n in range(4):
            made = data_api.resource(f"sourdough_{n}", f"Sourdough number {n}", NOW - n * 40 * DAY)
            served.catalogue[made["id"]] = made
        yield served


@pytest.fixture
def settings(settings: Settings, youtube: YouTube) -> Settings:
    return load_settings(
        data_dir=settings.data_dir, discovery=True, youtube_api_key=KEY, youtube_api_address=youtube.address
    )


@pytest.fixture
async def interested(tools: Tools, user_id: int) -> int:
    """A person who picked sourdough and chess."""
    rest = {"description": "", "keywords": [], "source": "own", "interest_score": 1, "active": True}
    for name in ("sourdough", "chess"):
        await tools.store.categories.add(user_id, {"name": name, **rest}, now=NOW)
    return user_id


async def run(tools: Tools, user_id: int, **params: object) -> dict[str, object]:
    return await search.run(work(tools, "search", user_id, [], **params))


async def test_new_videos_of_an_interest_become_known(tools: Tools, interested: int) -> None:
    assert await run(tools, interested) == {"searches": 2, "failed": 0, "videos": 3, "paused_until": None}
    assert set(await tools.store.videos.known_to(interested)) == {f"sourdough_{n}" for n in range(3)}
    assert tools.recommender.catalog.rows(["sourdough_2"])[0] >= 0
    assert (await tools.store.searches.past(interested))["sourdough"].found == 3


async def test_a_persons_own_query_finds_old_videos_too(tools: Tools, interested: int) -> None:
    result = await run(tools, interested, queries=["sourdough"], max_per_query=10)
    assert (result["searches"], result["videos"]) == (1, 4)


async def test_an_empty_allowance_ends_the_run_and_says_until_when(
    tools: Tools, youtube: YouTube, interested: int
) -> None:
    youtube.allowed["search"] = 0
    result = await run(tools, interested)
    assert result["paused_until"] == next_midnight(NOW) + MARGIN_SECONDS
    assert youtube.spent["search"] == 1


async def test_a_failure_costs_one_search(tools: Tools, youtube: YouTube, interested: int) -> None:
    youtube.fail(500)
    assert (await run(tools, interested))["failed"] == 1


async def test_a_key_that_is_refused_fails_the_job_with_a_sentence(
    tools: Tools, youtube: YouTube, interested: int
) -> None:
    youtube.trouble.append(data_api.error(400, "keyInvalid", "Bad key"))
    with pytest.raises(KeyRefused, match="youtube_api_key"):
        await run(tools, interested)


async def test_what_was_found_before_the_key_was_refused_is_found(
    tools: Tools, youtube: YouTube, interested: int
) -> None:
    youtube.trouble += ["late", data_api.error(400, "keyInvalid", "Bad key")]
    with pytest.raises(KeyRefused):
        await run(tools, interested, queries=["sourdough", "chess"])
    assert tools.recommender.catalog.rows(["sourdough_2"])[0] >= 0


async def test_without_a_key_or_switched_off_nothing_is_due(tools: Tools, interested: int) -> None:
    assert await may_discover_with_key(tools, interested)
    without = type(tools.settings.youtube_api_key)("")
    for off in ({"youtube_api_key": without}, {"discovery": False}, {"demo": True}):
        quiet = Tools(tools.store, tools.recommender, tools.settings.model_copy(update=off), tools.clock)
        assert not await may_discover_with_key(quiet, interested)
