"""With a key, videos get length, views, tags and category, fifty at a time."""

from __future__ import annotations

import pytest

from daemon.importers import Record
from daemon.jobs import describe, fill
from daemon.jobs.work import Tools
from daemon.recommender.making import Asked
from daemon.settings import Settings, load_settings
from daemon.sources.youtube_api import KeyRefused
from tests.daemon.given import NOW, facts, signal, video_id
from tests.stand_ins import data_api
from tests.stand_ins.youtube import KEY, YouTube

from .conftest import Clock
from .people import work

DAY = 86_400.0


@pytest.fixture
def settings(settings: Settings, youtube: YouTube) -> Settings:
    return load_settings(
        data_dir=settings.data_dir, oembed=True, youtube_api_key=KEY, youtube_api_address=youtube.address
    )


async def known(tools: Tools, youtube: YouTube, user_id: int, count: int) -> None:
    """Have videos of unknown length; all but the first exist."""
    stored = [facts(n, f"Title {n}") for n in range(count)]
    await tools.store.videos.put(user_id, stored, "import", now=NOW)
    for each in stored[1:]:
        youtube.catalogue[each.video_id] = data_api.resource(each.video_id, each.title, NOW)


async def run(tools: Tools) -> dict[str, object]:
    return await fill.run(work(tools, "fill", None, []))


async def shown(tools: Tools, user_id: int) -> set[str]:
    """What stands in the person's feed."""
    feed = await tools.recommender.feed(user_id)
    return {item.video.video_id for item in feed.items}


async def test_what_is_missing_is_filled_in_and_what_is_gone_is_shown_no_more(
    tools: Tools, youtube: YouTube, user_id: int
) -> None:
    await known(tools, youtube, user_id, 120)
    assert await run(tools) == {"described": 119, "unavailable": 1}
    assert youtube.spent["units"] == 3
    filled = await tools.store.videos.get(video_id(7))
    assert filled is not None
    assert (filled.duration_seconds, filled.category) == (253.0, "Science & Technology")
    shown = await tools.store.videos.known_to(user_id)
    assert video_id(7) in shown
    assert video_id(0) not in shown


async def test_what_is_gone_is_in_no_feed_from_then_on_and_what_comes_back_is(
    tools: Tools, youtube: YouTube, user_id: int, clock: Clock
) -> None:
    await known(tools, youtube, user_id, 3)
    await tools.recommender.reload(user_id)

    assert await shown(tools, user_id) == {video_id(n) for n in range(3)}
    await run(tools)
    assert await shown(tools, user_id) == {video_id(1), video_id(2)}
    youtube.catalogue[video_id(0)] = data_api.resource(video_id(0), "Title 0", NOW)
    clock.now += 8 * DAY
    await run(tools)
    assert await shown(tools, user_id) == {video_id(n) for n in range(3)}


@pytest.mark.parametrize("kind", ["impression", "click", "thumbs_up"])
async def test_what_is_done_with_a_list_that_still_shows_what_is_gone_does_not_bring_it_back(
    tools: Tools, youtube: YouTube, user_id: int, clock: Clock, kind: str
) -> None:
    await known(tools, youtube, user_id, 3)
    await tools.recommender.reload(user_id)
    await run(tools)
    clock.now += 60
    done = await tools.store.signals.add(user_id, [signal(kind, 0, at=clock(), surface="popup")], now=clock())
    tools.recommender.signals_added(user_id, done.stored)
    await tools.recommender.written()
    assert video_id(0) not in (await tools.recommender.person(user_id)).known
    assert video_id(0) not in await tools.store.videos.known_to(user_id), "nor at the next start"
    assert await shown(tools, user_id) == {video_id(1), video_id(2)}

    await tools.recommender.rank(user_id, [facts(0, "Title 0")], Asked("home"))  # a card of YouTube's does
    await tools.recommender.written()
    assert video_id(0) in (await tools.recommender.person(user_id)).known
    assert video_id(0) in await tools.store.videos.known_to(user_id)


async def test_a_watch_of_years_ago_does_not_bring_back_what_is_gone_nor_show_it_to_others(
    tools: Tools, youtube: YouTube, user_id: int, clock: Clock
) -> None:
    await known(tools, youtube, user_id, 3)
    await run(tools)
    clock.now += 60
    other = await tools.store.users.ensure("other", now=NOW)
    for each in (user_id, other.user_id):
        await tools.store.imports.add(
            each, "takeout", [Record("watch", NOW - 900 * DAY, video_id=video_id(0))], now=clock()
        )
        assert video_id(0) not in await tools.store.videos.known_to(each)
    clock.now += 400 * DAY
    assert video_id(0) in await fill._next(tools, 9), "and it is asked about anew"


async def test_each_video_is_asked_about_once(tools: Tools, youtube: YouTube, user_id: int) -> None:
    await known(tools, youtube, user_id, 3)
    assert await fill.is_due(tools, None)
    await run(tools)
    assert not await fill.is_due(tools, None)
    assert await run(tools) == {"described": 0, "unavailable": 0}
    assert youtube.spent["units"] == 1


async def test_a_card_of_known_length_is_asked_about_once_somebody_hides_what_is_age_restricted(
    tools: Tools, youtube: YouTube, user_id: int
) -> None:
    await tools.store.videos.put(user_id, [facts(1, "Title 1", duration_seconds=60.0)], "card", now=NOW)
    youtube.catalogue[video_id(1)] = data_api.resource(video_id(1), "Title 1", NOW, rating="ytAgeRestricted")
    await tools.store.settings.put(user_id, {"hide_age_restricted": False})
    assert not await fill.is_due(tools, None)

    await tools.store.settings.put(user_id, {"hide_age_restricted": True})
    assert await run(tools) == {"described": 1, "unavailable": 0}
    (found,) = await tools.store.videos.many([video_id(1)])
    assert found.is_age_restricted
    assert not await fill.is_due(tools, None)


async def test_an_empty_allowance_leaves_the_rest_for_tomorrow(
    tools: Tools, youtube: YouTube, user_id: int, clock: Clock
) -> None:
    await known(tools, youtube, user_id, 60)
    youtube.allowed["units"] = 1
    assert (await run(tools))["described"] == 50
    youtube.allowed["units"] = 10
    assert (await run(tools))["described"] == 0
    clock.now += 86_400
    assert (await run(tools))["described"] == 9


async def test_with_a_key_videos_are_not_asked_about_one_by_one(tools: Tools, youtube: YouTube, user_id: int) -> None:
    await known(tools, youtube, user_id, 1)
    assert not await describe.is_due(tools, None)


async def test_without_a_key_nothing_is_asked(tools: Tools, youtube: YouTube, user_id: int) -> None:
    await known(tools, youtube, user_id, 1)
    keyless = tools.settings.model_copy(update={"youtube_api_key": type(tools.settings.youtube_api_key)("")})
    assert not await fill.is_due(Tools(tools.store, tools.recommender, keyless, tools.clock), None)


async def test_young_videos_are_asked_about_anew_after_a_week_and_what_is_gone_goes(
    tools: Tools, youtube: YouTube, user_id: int, clock: Clock
) -> None:
    await known(tools, youtube, user_id, 3)
    assert (await run(tools))["described"] == 2
    youtube.catalogue[video_id(1)]["statistics"]["viewCount"] = "99999"
    del youtube.catalogue[video_id(2)]
    clock.now += 6 * 86_400
    assert not await fill.is_due(tools, None)

    clock.now += 2 * 86_400
    assert await fill.is_due(tools, None)
    assert await run(tools) == {"described": 1, "unavailable": 2}  # one of them was gone before

    again = await tools.store.videos.get(video_id(1))
    assert again is not None
    assert again.view_count == 99_999
    assert await tools.store.videos.known_to(user_id) == [video_id(1)]


async def test_an_old_video_is_asked_about_anew_once_it_is_a_quarter_older(
    tools: Tools, youtube: YouTube, user_id: int, clock: Clock
) -> None:
    old, young = facts(1, "Old", published_at=NOW - 400 * DAY), facts(2, "Young", published_at=NOW)
    await tools.store.videos.put(user_id, [old, young], "import", now=NOW)
    for each, age in ((old, 400), (young, 0)):
        youtube.catalogue[each.video_id] = data_api.resource(each.video_id, each.title, NOW - age * DAY)
    await run(tools)
    clock.now += 99 * DAY
    assert await run(tools) == {"described": 1, "unavailable": 0}
    assert youtube.asked[-1].count(young.video_id) == 1
    assert old.video_id not in youtube.asked[-1]

    clock.now += 2 * DAY
    await run(tools)
    assert old.video_id in youtube.asked[-1]


async def test_a_video_that_was_private_for_a_while_comes_back(
    tools: Tools, youtube: YouTube, user_id: int, clock: Clock
) -> None:
    await known(tools, youtube, user_id, 1)
    assert await run(tools) == {"described": 0, "unavailable": 1}
    assert await tools.store.videos.known_to(user_id) == []

    youtube.catalogue[video_id(0)] = data_api.resource(video_id(0), "Title 0", NOW)
    clock.now += 8 * DAY
    assert await run(tools) == {"described": 1, "unavailable": 0}
    assert await tools.store.videos.known_to(user_id) == [video_id(0)]


async def test_a_video_that_is_gone_for_others_and_was_come_upon_again_is_left_alone(
    tools: Tools, youtube: YouTube, user_id: int, clock: Clock
) -> None:
    await known(tools, youtube, user_id, 1)
    await run(tools)
    clock.now += DAY
    await tools.store.videos.put(user_id, [facts(0, "Mine, private")], "card", now=clock())
    clock.now += 30 * DAY
    assert not await fill.is_due(tools, None)
    assert await tools.store.videos.known_to(user_id) == [video_id(0)]


async def test_what_a_card_told_lately_is_not_asked_about(
    tools: Tools, youtube: YouTube, user_id: int, clock: Clock
) -> None:
    await known(tools, youtube, user_id, 2)
    await run(tools)
    clock.now += 8 * DAY
    await tools.store.videos.put(user_id, [facts(0, "Title 0"), facts(1, "Title 1")], "card", now=clock())
    assert not await fill.is_due(tools, None)


async def test_those_that_wait_longest_for_their_age_come_first(tools: Tools, user_id: int, clock: Clock) -> None:
    for number, age in enumerate((1, 2_000, 400)):
        about = facts(number, "Title", published_at=NOW - age * DAY, duration_seconds=60.0)
        await tools.store.videos.put(user_id, [about], "import", now=NOW)
    clock.now += 600 * DAY
    assert await fill._next(tools, 2) == [video_id(0), video_id(2)]
    assert len(await fill._next(tools, 9)) == 3


async def test_what_was_told_before_the_key_was_refused_reaches_the_feed(
    tools: Tools, youtube: YouTube, user_id: int
) -> None:
    await known(tools, youtube, user_id, 60)
    await tools.recommender.reload(user_id)
    youtube.trouble += ["late", data_api.error(400, "keyInvalid", "Bad key")]
    with pytest.raises(KeyRefused):
        await run(tools)
    catalog = tools.recommender.catalog
    newest = catalog.video(int(catalog.rows([video_id(59)])[0]))
    assert newest.duration_seconds == 253.0
