"""The feed through a mood or a topic, what trends, what is like a video, and what was shown in vain: with planted videos."""

from __future__ import annotations

from typing import Any

import pytest

from daemon.keys import RECOMMENDER
from daemon.recommender.feeds import MOST_VIEWS
from tests.daemon.given import card, event, video_id
from tests.daemon.running import Daemon

OF_A_MOOD = {
    "calm": ["Calm rain sounds for sleep", "Slow quiet forest walk, nature ambience"],
    "laugh": ["Funny comedy sketch and bloopers", "Stand-up comedy: the funniest parody"],
    "move": ["Full body workout training", "Yoga exercise for running fitness"],
    "music": ["Acoustic live session concert", "Cover song, full album playlist music"],
    "build": ["How to build a workbench, woodworking tutorial", "DIY electronics workshop project"],
}
TITLES = [title for titles in OF_A_MOOD.values() for title in titles]


def of_mood(mood: str) -> set[str]:
    return {video_id(TITLES.index(title)) for title in OF_A_MOOD[mood]}


def ids(reply: dict[str, Any]) -> list[str]:
    return [video["video_id"] for video in reply["videos"]]


async def see(daemon: Daemon, cards: list[dict[str, Any]]) -> None:
    await daemon.post("/api/rank", {"surface": "home", "cards": cards})


@pytest.fixture
async def moody(daemon: Daemon) -> Daemon:
    await see(daemon, [card(n, title, f"Channel {n}") for n, title in enumerate(TITLES)])
    return daemon


@pytest.mark.parametrize("mood", OF_A_MOOD)
async def test_a_mood_puts_what_fits_it_first(moody: Daemon, mood: str) -> None:
    assert set(ids(await moody.get(f"/api/videos?mood={mood}"))[:2]) == of_mood(mood)


async def like_workouts(daemon: Daemon, count: int) -> None:
    titles = ["Workout training", "Fitness exercise at home", "Running and yoga"][:count]
    likes = [event("thumbs_up", 90 + n, video=card(90 + n, title)) for n, title in enumerate(titles)]
    await daemon.post("/api/signals", {"events": likes})


@pytest.mark.parametrize("likes", [1, 2, 3])
async def test_what_fits_the_mood_comes_before_what_was_liked(moody: Daemon, likes: int) -> None:
    await like_workouts(moody, likes)
    for mood in ("calm", "laugh"):
        assert set(ids(await moody.get(f"/api/videos?mood={mood}"))[:2]) == of_mood(mood)


async def test_without_a_mood_what_was_liked_comes_first(moody: Daemon) -> None:
    await like_workouts(moody, 1)
    assert of_mood("move") <= set(ids(await moody.get("/api/videos"))[:3])


async def test_beside_a_video_both_what_is_like_it_and_what_was_liked_come_first(moody: Daemon) -> None:
    await like_workouts(moody, 1)
    cards = [card(n, title, f"Channel {n}") for n, title in enumerate(TITLES) if n != 0]
    context = {"now_playing": video_id(0)}
    ranked = await moody.post("/api/rank", {"surface": "watch_next", "cards": cards, "context": context})
    assert {item["video_id"] for item in ranked["items"][:2]} == {video_id(1), video_id(4)}


async def test_a_mood_orders_a_page_as_it_orders_the_feed(moody: Daemon) -> None:
    cards = [card(n, title, f"Channel {n}") for n, title in enumerate(TITLES)]
    ranked = await moody.post("/api/rank", {"surface": "home", "cards": cards, "context": {"mood": "music"}})
    assert {item["video_id"] for item in ranked["items"][:2]} == of_mood("music")


async def test_a_topic_in_free_words_puts_what_is_about_it_first(moody: Daemon) -> None:
    assert set(ids(await moody.get("/api/videos?topic=yoga and fitness training"))[:2]) == of_mood("move")


async def test_of_the_topics_that_are_looked_through_few_are_kept(moody: Daemon) -> None:
    kept = []
    for number in range(3 * MOST_VIEWS):
        await moody.get(f"/api/videos?topic=yoga {number}")
        kept.append(len((await moody.app[RECOMMENDER].feed(moody.user_id)).views))
    assert max(kept) == MOST_VIEWS


async def test_a_category_of_ones_own_is_asked_for_by_its_words(moody: Daemon) -> None:
    await moody.post(
        "/api/videos/categories", {"name": "Making things", "keywords": ["woodworking", "DIY electronics workshop"]}
    )
    assert set(ids(await moody.get("/api/videos?category=Making things"))[:2]) == of_mood("build")


async def test_what_trends_is_of_this_month_and_of_the_category_asked_for(daemon: Daemon) -> None:
    await see(
        daemon,
        [
            card(0, "All-time hit", view_count=10**9, published_at="2020-11-18T00:00:00Z", category="Food"),
            card(1, "Of today", view_count=5_000, published_at="2026-11-18T08:00:00Z", category="Sport"),
            card(2, "Of last week", view_count=7_000, published_at="2026-11-11T11:06:40Z", category="Food"),
            card(3, "Of the day before", view_count=4_000, published_at="2026-11-16T11:06:40Z", category="food"),
            card(4, "No date", view_count=10**6),
        ],
    )
    assert ids(await daemon.get("/api/videos/trending")) == [video_id(n) for n in (1, 3, 2)]
    assert ids(await daemon.get("/api/videos/trending?category=FOOD")) == [video_id(3), video_id(2)]
    assert ids(await daemon.get("/api/videos/trending?limit=1")) == [video_id(1)]
    assert ids(await daemon.get("/api/videos/trending?category=Chess")) == []


async def test_like_this_one_is_neither_itself_nor_what_only_others_of_the_household_know(daemon: Daemon) -> None:
    mine = [card(0, "Baking sourdough bread"), card(1, "How to bake rye bread"), card(2, "Champions league goals")]
    await see(daemon, mine)
    await daemon.command("POST", "/api/users", {"name": "Ada"})
    await daemon.pair(await daemon.new_code(user="Ada"))
    await see(daemon, [card(10 + n, f"Baking sourdough bread, part {n}") for n in range(9)] + [mine[0], mine[2]])
    await daemon.pair(await daemon.new_code())
    near = ids(await daemon.get(f"/api/videos/{video_id(0)}/similar?limit=2"))
    assert near == [video_id(1), video_id(2)]


async def shown(daemon: Daemon, number: int, times: int, surface: str = "home") -> None:
    await daemon.post("/api/signals", {"events": [event("impression", number, surface=surface) for _ in range(times)]})
    await daemon.settled()


async def in_feed(daemon: Daemon, number: int) -> bool:
    await daemon.settled()
    return video_id(number) in ids(await daemon.get("/api/videos"))


async def test_a_card_shown_as_often_as_the_dial_says_leaves_the_feed_until_it_is_clicked(moody: Daemon) -> None:
    await shown(moody, 0, times=2)
    assert await in_feed(moody, 0)
    await shown(moody, 0, times=1, surface="watch_next")  # seen is seen, wherever
    assert not await in_feed(moody, 0)
    await moody.post("/api/signals", {"events": [event("click", 0, at="2026-11-18T11:06:00Z")]})
    assert await in_feed(moody, 0)


async def test_the_dial_moves_the_boundary_and_0_switches_it_off(moody: Daemon) -> None:
    await shown(moody, 0, times=5)
    for limit, stays in ((5, False), (6, True), (0, True)):
        await moody.ask("PUT", "/api/settings", {"impressions_before_hiding": limit})
        assert await in_feed(moody, 0) is stays


async def test_a_click_from_before_the_last_impression_forgives_nothing(moody: Daemon) -> None:
    await shown(moody, 0, times=3)
    await moody.post("/api/signals", {"events": [event("click", 0, at="2026-11-18T10:00:00Z")]})
    assert not await in_feed(moody, 0)
