"""The feed is the person's own, keeps its id until something changes, and is never an error."""

from __future__ import annotations

from typing import Any

import pytest

from daemon.keys import RECOMMENDER, STORE
from daemon.store.lookups import Outcome
from daemon.store.videos import VideoFacts
from tests.daemon.given import NOW, card, event, facts, video_id
from tests.daemon.running import Daemon

VIDEOS = [
    card(0, "Champions league goals", "Ball", view_count=300, published_at="2026-11-10T00:00:00Z", duration_seconds=60),
    card(1, "Football highlights of the week", "Ball", view_count=100, published_at="2026-11-17T00:00:00Z"),
    card(2, "Baking sourdough bread", "Oven", view_count=200, duration_seconds=600, category="Food"),
    card(3, "How to knead bread dough", "Oven", view_count=400, published_at="2026-11-01T00:00:00Z", category="Food"),
]


@pytest.fixture
async def filled(daemon: Daemon) -> Daemon:
    await daemon.post("/api/rank", {"surface": "home", "cards": VIDEOS})
    return daemon


def ids(feed: dict[str, Any]) -> list[str]:
    return [video["video_id"] for video in feed["videos"]]


async def test_an_empty_feed_says_how_to_fill_it(daemon: Daemon) -> None:
    feed = await daemon.get("/api/videos")
    assert (feed["state"], feed["total"], feed["videos"]) == ("no_videos", 0, [])
    assert feed["message"].startswith("Import your history")


async def test_the_first_page_a_newcomer_sees_is_in_the_feed_at_once(daemon: Daemon) -> None:
    assert (await daemon.get("/api/videos"))["total"] == 0
    await daemon.post("/api/rank", {"surface": "home", "cards": VIDEOS})
    feed = await daemon.get("/api/videos")
    assert (feed["state"], feed["total"]) == ("needs_ratings", len(VIDEOS))


async def test_the_feed_keeps_its_id_until_something_changes(filled: Daemon) -> None:
    first = await filled.get("/api/videos")
    again = await filled.get("/api/videos?limit=2")
    assert again["slate_id"] == first["slate_id"]
    await filled.post(f"/api/videos/{video_id(2)}/rate", {"rating": "up"})
    rated = await filled.get("/api/videos")
    assert rated["slate_id"] != first["slate_id"]
    assert ids(rated)[0] in (video_id(2), video_id(3))


async def test_asking_for_the_feed_writes_nothing(daemon: Daemon) -> None:
    await daemon.post("/api/signals", {"events": [event("saved", n, video=card) for n, card in enumerate(VIDEOS)]})
    await daemon.settled()
    log = daemon.data_dir / "ownfeed.db-wal"
    before = log.read_bytes()
    for path in ("/api/videos", "/api/videos?mood=calm", "/api/videos?topic=bread&sort_by=views", "/api/status"):
        await daemon.get(path)
    assert log.read_bytes() == before


async def test_ratings_are_counted_towards_the_first_interests(filled: Daemon) -> None:
    await filled.post(f"/api/videos/{video_id(2)}/rate", {"rating": "up"})
    feed = await filled.get("/api/videos")
    assert feed["state"] == "needs_ratings"
    assert feed["message"].startswith("Rate more videos: 1 of 30.")


async def test_nobody_waits_for_interests_in_videos_of_which_nothing_will_ever_be_known(filled: Daemon) -> None:
    gone = [event("thumbs_up", n) for n in range(10, 40)]
    unknown = [event("thumbs_up", n, video=card(n, "ᚠᚢᚦ")) for n in range(40, 42)]  # the model knows no word of it
    await filled.post("/api/signals", {"events": [*gone, *unknown, event("thumbs_up", 2)]})
    await filled.settled()
    assert (await filled.get("/api/videos"))["state"] == "building_personas"  # what is gone may still be asked about

    told: list[tuple[VideoFacts, Outcome]] = [(facts(n), "unavailable") for n in range(10, 40)]
    await filled.app[STORE].lookups.save(told, now=NOW)
    await filled.app[RECOMMENDER].reload(filled.user_id)

    feed = await filled.get("/api/videos")
    assert feed["state"] == "needs_ratings"
    assert feed["message"].startswith("Rate more videos: 1 of 30.")


async def test_a_video_carries_everything_a_card_shows(filled: Daemon) -> None:
    await filled.post(f"/api/videos/{video_id(2)}/rate", {"rating": "up"})
    video = (await filled.get("/api/videos?topic=bread"))["videos"][0]
    assert video["url"] == f"https://www.youtube.com/watch?v={video['video_id']}"
    assert video["thumbnail_url"] == f"https://i.ytimg.com/vi/{video['video_id']}/mqdefault.jpg"
    assert video["ranker"] == "hybrid"
    assert isinstance(video["score"], float)
    assert video["reasons"][0]["text"]
    assert video["breakdown"]["channel_boost"] >= 0.5
    assert video["persona"] is None


async def test_a_topic_puts_its_videos_first(filled: Daemon) -> None:
    feed = await filled.get("/api/videos?topic=football goals")
    assert set(ids(feed)[:2]) == {video_id(0), video_id(1)}


async def test_a_category_of_ones_own_is_a_topic_and_one_of_the_videos_a_filter(filled: Daemon) -> None:
    assert set(ids(await filled.get("/api/videos?category=food"))) == {video_id(2), video_id(3)}
    made = await filled.post("/api/videos/categories", {"name": "Football", "source": "own"})
    for name in ("Football", str(made["id"])):
        assert set(ids(await filled.get(f"/api/videos?category={name}"))[:2]) == {video_id(0), video_id(1)}


@pytest.mark.parametrize(
    ("sort_by", "expected"),
    [("views", [3, 0, 2, 1]), ("published", [1, 0, 3, 2]), ("duration", [2, 0])],
)
async def test_the_feed_may_be_sorted_by_a_fact(filled: Daemon, sort_by: str, expected: list[int]) -> None:
    feed = await filled.get(f"/api/videos?sort_by={sort_by}")
    assert ids(feed)[: len(expected)] == [video_id(n) for n in expected]


async def test_pages_of_the_feed_do_not_overlap(filled: Daemon) -> None:
    pages = [await filled.get(f"/api/videos?limit=3&offset={offset}") for offset in (0, 3, 6)]
    assert [len(page["videos"]) for page in pages] == [3, 1, 0]
    assert {video for page in pages for video in ids(page)} == {each["video_id"] for each in VIDEOS}
    assert {page["total"] for page in pages} == {4}


async def test_what_was_watched_is_left_out_unless_asked_for(filled: Daemon) -> None:
    await filled.post("/api/signals", {"events": [event("watch", 2, watch={"fraction": 0.9})]})
    assert video_id(2) not in ids(await filled.get("/api/videos"))
    everything = await filled.get("/api/videos?hide_watched=false")
    assert [video["video_id"] for video in everything["videos"] if video["watched"]] == [video_id(2)]


async def test_the_dial_decides_where_nothing_is_asked_for(filled: Daemon) -> None:
    await filled.post("/api/signals", {"events": [event("watch", 2, watch={"fraction": 0.9})]})
    await filled.ask("PUT", "/api/settings", {"hide_watched": False})
    assert video_id(2) in ids(await filled.get("/api/videos"))
    assert video_id(2) not in ids(await filled.get("/api/videos?hide_watched=true"))


async def test_all_watched_is_a_state_and_no_error(filled: Daemon) -> None:
    events = [event("watch", n, watch={"fraction": 1.0}) for n in range(4)]
    await filled.post("/api/signals", {"events": events})
    feed = await filled.get("/api/videos")
    assert (feed["state"], feed["videos"]) == ("all_watched", [])
    assert feed["message"]


async def test_like_this_one_means_by_what_it_is_about(filled: Daemon) -> None:
    near = await filled.get(f"/api/videos/{video_id(2)}/similar?limit=1")
    assert ids(near) == [video_id(3)]


async def test_what_was_refused_is_neither_trending_nor_similar_to_anything(filled: Daemon) -> None:
    assert video_id(3) in ids(await filled.get(f"/api/videos/{video_id(2)}/similar"))
    await filled.post(f"/api/videos/{video_id(3)}/rate", {"rating": "down"})
    await filled.post("/api/rules", {"action": "block", "match": {"channel_name": "Ball"}})
    assert ids(await filled.get("/api/videos/trending")) == []
    assert ids(await filled.get(f"/api/videos/{video_id(2)}/similar")) == []


async def test_trending_is_views_per_day(filled: Daemon) -> None:
    assert ids(await filled.get("/api/videos/trending")) == [video_id(1), video_id(0), video_id(3)]
    assert ids(await filled.get("/api/videos/trending?category=food")) == [video_id(3)]


async def test_an_unknown_video_is_not_found(filled: Daemon) -> None:
    for path in ("/api/videos/unknownvide", "/api/videos/unknownvide/similar"):
        assert (await filled.ask("GET", path)).status == 404


async def test_another_persons_videos_are_nobodys_business(filled: Daemon) -> None:
    await filled.command("POST", "/api/users", {"name": "Ada"})
    await filled.pair(await filled.new_code(user="Ada"))
    assert (await filled.get("/api/videos"))["state"] == "no_videos"
    assert (await filled.ask("GET", f"/api/videos/{video_id(2)}")).status == 404


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("limit=0", "The field limit may be 1 to 100."),
        ("limit=101", "The field limit may be 1 to 100."),
        ("colour=red", "There is no field colour here"),
        ("sort_by=luck", "The field sort_by cannot be used"),
    ],
)
async def test_a_query_out_of_range_is_refused_with_the_range(daemon: Daemon, query: str, sentence: str) -> None:
    reply = await daemon.ask("GET", f"/api/videos?{query}")
    assert reply.status == 400
    assert reply.json["error"]["message"].startswith(sentence)
