"""What is known of a video grows and is never overwritten by ignorance."""

from __future__ import annotations

import pytest

from daemon.store import Store
from daemon.store.connection import opened
from tests.daemon.given import NOW, facts, video_id


async def test_what_a_source_does_not_say_stays_as_it_was(store: Store, user_id: int) -> None:
    known = facts(1, "A title", "A channel", tags=("one",), view_count=10, duration_seconds=60.0, is_short=True)
    await store.videos.put(user_id, [known], "card", now=NOW)
    await store.videos.put(user_id, [facts(1, view_count=20)], "card", now=NOW)
    found = await store.videos.get(video_id(1))
    assert found == facts(1, "A title", "A channel", tags=("one",), view_count=20, duration_seconds=60.0, is_short=True)


async def test_a_short_stays_one_and_a_broadcast_ends(store: Store, user_id: int) -> None:
    await store.videos.put(user_id, [facts(1, is_live=True, is_short=True)], "card", now=NOW)
    await store.videos.put(user_id, [facts(1, is_live=False, is_short=False)], "card", now=NOW)
    found = await store.videos.get(video_id(1))
    assert found is not None
    assert (found.is_live, found.is_short) == (False, True)


async def test_an_age_limit_stays_until_a_source_that_knows_says_that_it_is_lifted(store: Store, user_id: int) -> None:
    for source, said, kept in (("card", None, None), ("api", True, True), ("card", None, True), ("api", False, False)):
        await store.videos.put(user_id, [facts(1, "A title", is_age_restricted=said)], source, now=NOW)
        found = await store.videos.get(video_id(1))
        assert found is not None
        assert found.is_age_restricted is kept
        assert found.as_video().is_age_restricted is kept


async def test_a_longer_description_replaces_a_cut_one_and_not_the_reverse(store: Store, user_id: int) -> None:
    for text in ("head…", "head and the whole rest", "head…"):
        await store.videos.put(user_id, [facts(1, description=text)], "card", now=NOW)
    found = await store.videos.get(video_id(1))
    assert found is not None
    assert found.description == "head and the whole rest"


async def test_a_video_is_a_candidate_only_for_those_who_know_it(store: Store, user_id: int) -> None:
    other = await store.users.ensure("other", now=NOW)
    await store.videos.put(user_id, [facts(1), facts(2)], "card", now=NOW)
    await store.videos.put(other.user_id, [facts(2)], "import", now=NOW)
    assert set(await store.videos.known_to(user_id)) == {video_id(1), video_id(2)}
    assert await store.videos.known_to(other.user_id) == [video_id(2)]
    assert await store.videos.count() == 2


async def test_an_estimated_date_gives_way_to_a_real_one_and_to_nothing_else(store: Store, user_id: int) -> None:
    async def told(published_at: float, *, is_estimate: bool) -> float | None:
        one = facts(1, published_at=published_at, published_is_estimate=is_estimate)
        await store.videos.put(user_id, [one], "card", now=NOW)
        found = await store.videos.get(video_id(1))
        assert found is not None
        return found.published_at

    assert await told(1_000.0, is_estimate=True) == 1_000.0
    assert await told(2_000.0, is_estimate=True) == 1_000.0
    assert await told(3_000.0, is_estimate=False) == 3_000.0
    assert await told(4_000.0, is_estimate=True) == 3_000.0


@pytest.mark.parametrize("damaged", ["K]", '{"bread": 1}', '["bread"', "1"])
async def test_tags_nobody_can_read_are_no_tags(store: Store, user_id: int, damaged: str) -> None:
    await store.videos.put(user_id, [facts(1, "Bread", tags=("dough",))], "card", now=NOW)
    with opened(store.path, read_only=False) as connection:
        connection.execute("UPDATE videos SET tags = ?", (damaged,))

    (video,) = await store.videos.many(["video000001"])
    assert (video.title, video.tags) == ("Bread", ())
