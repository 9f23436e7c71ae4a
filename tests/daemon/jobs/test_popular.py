"""With a key, what many watch now comes from YouTube's own charts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from pydantic import SecretStr

from daemon.jobs import popular
from daemon.jobs.allowed import may_discover_with_key
from daemon.jobs.work import Tools
from daemon.settings import Settings, load_settings
from daemon.sources.video_resource import CATEGORIES
from tests.daemon.given import NOW, video_id
from tests.stand_ins import data_api
from tests.stand_ins.youtube import KEY, YouTube, youtube_stand_in

from .people import work

CHARTS = len(CATEGORIES) + 1


@pytest.fixture
async def youtube() -> AsyncIterator[YouTube]:
    async with youtube_stand_in() as served:
        for n in range(30):
            made = data_api.resource(video_id(n), f"Title {n}", NOW - 3_600, category=list(CATEGORIES)[n % 3])
            served.catalogue[video_id(n)] = made
        yield served


@pytest.fixture
def settings(settings: Settings, youtube: YouTube) -> Settings:
    return load_settings(
        data_dir=settings.data_dir,
        discovery=True,
        youtube_api_key=KEY,
        youtube_api_address=youtube.address,
        youtube_region="DE",
    )


async def test_what_stands_in_the_charts_is_known_to_everyone_and_trends(
    tools: Tools, youtube: YouTube, user_id: int
) -> None:
    other = (await tools.store.users.ensure("other", now=NOW)).user_id

    assert await popular.run(work(tools, "popular", None, [])) == {"videos": 30}

    assert youtube.spent["units"] == CHARTS
    assert all("regionCode=DE" in asked for asked in youtube.asked)
    for each in (user_id, other):
        assert len(await tools.store.videos.known_to(each)) == 30
    person = await tools.recommender.person(user_id)
    assert len(await tools.recommender.trending(person, None, 10)) == 10


async def test_a_category_without_a_chart_is_passed_over(tools: Tools, youtube: YouTube) -> None:
    youtube.without_chart = {"19", "27", "29"}

    assert await popular.run(work(tools, "popular", None, [])) == {"videos": 30}
    assert youtube.spent["units"] == CHARTS


async def test_an_empty_allowance_ends_the_look_and_keeps_what_was_found(tools: Tools, youtube: YouTube) -> None:
    youtube.allowed["units"] = 1

    assert await popular.run(work(tools, "popular", None, [])) == {"videos": 30}
    assert youtube.spent["units"] == 2


async def test_without_a_key_or_with_looking_switched_off_nothing_is_asked(tools: Tools, settings: Settings) -> None:
    assert await may_discover_with_key(tools, None)
    changes: tuple[dict[str, object], ...] = ({"discovery": False}, {"youtube_api_key": SecretStr("")})
    for change in changes:
        assert not await may_discover_with_key(replace(tools, settings=settings.model_copy(update=change)), None)
