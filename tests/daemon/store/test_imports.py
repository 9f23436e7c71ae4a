"""Importing twice is importing once."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

import pytest

from daemon.importers import Record
from daemon.store import Store
from daemon.store.imports import uuid5_of
from tests.daemon.given import NOW, signal, video_id


def watch(number: int, at: float = NOW) -> Record:
    return Record("watch", at, video_id=video_id(number), title=f"Title {number}", channel_name="A channel")


async def test_records_are_counted_as_new_existing_or_skipped(store: Store, user_id: int) -> None:
    first = await store.imports.add(user_id, "takeout", [watch(1), watch(2), watch(1, NOW + 60)], now=NOW)
    assert (first.new, first.existing, first.skipped) == (2, 1, 0)
    assert first.video_ids == [video_id(1), video_id(2)]
    again = await store.imports.add(user_id, "takeout", [watch(1), watch(2), watch(3)], now=NOW)
    assert (again.new, again.existing, again.skipped) == (1, 0, 2)
    assert await store.signals.count(user_id) == 4


async def test_the_same_watch_from_another_source_in_the_same_second_is_skipped(store: Store, user_id: int) -> None:
    await store.imports.add(user_id, "takeout", [watch(1, NOW)], now=NOW)
    other = await store.imports.add(user_id, "brave", [watch(1, NOW + 0.4)], now=NOW)
    assert (other.new, other.existing, other.skipped) == (0, 0, 1)


async def test_a_source_that_knows_less_of_a_watch_adds_nothing_to_it(store: Store, user_id: int) -> None:
    seen = Record("watch", NOW, video_id=video_id(1), watch_seconds=30.0, source="brave")
    await store.imports.add(user_id, "brave", [seen], now=NOW)
    takeout = await store.imports.add(user_id, "takeout", [watch(1, NOW)], now=NOW)
    assert (takeout.new, takeout.existing, takeout.skipped) == (0, 0, 1)


async def test_an_import_does_not_swallow_what_the_extension_tells(store: Store, user_id: int) -> None:
    await store.imports.add(user_id, "takeout", [watch(1, NOW)], now=NOW)
    assert len((await store.signals.add(user_id, [signal("watch", 1, at=NOW)], now=NOW)).accepted) == 1


async def test_likes_saves_searches_and_subscriptions_come_in_too(store: Store, user_id: int) -> None:
    records = [
        Record("like", NOW, video_id=video_id(1)),
        Record("saved", NOW, video_id=video_id(2)),
        Record("search", NOW, query="how to bake"),
        Record("subscribe", NOW, channel_id="UC1", channel_name="Bakery"),
        Record("subscribe", NOW + 86_400, channel_id="UC1", channel_name="Bakery"),  # a later export's list
    ]
    imported = await store.imports.add(user_id, "takeout", records, now=NOW)
    assert (imported.new, imported.existing, imported.skipped) == (2, 2, 1)
    assert [rating.rating for rating in await store.ratings.all(user_id)] == ["up"]
    assert [act.kind for act in await store.histories.acts(user_id)] == ["saved"]
    assert len(await store.channels.subscriptions(user_id)) == 1


async def test_seconds_of_a_browser_become_a_fraction_once_the_length_is_known(store: Store, user_id: int) -> None:
    seen = Record("watch", NOW, video_id=video_id(1), watch_seconds=30.0, source="brave")
    await store.imports.add(user_id, "brave", [seen], now=NOW)
    assert (await store.histories.acts(user_id))[0].fraction is None
    facts = await store.videos.get(video_id(1))
    assert facts is not None
    described = type(facts)(facts.video_id, title="A title", duration_seconds=120.0)
    await store.videos.put(user_id, [described], "card", now=NOW)
    assert (await store.histories.acts(user_id))[0].fraction == 0.25


@pytest.mark.parametrize("number", range(20))
def test_an_id_made_in_short_is_the_one_that_the_standard_library_makes(number: int) -> None:
    name = f"ownfeed:watch:{video_id(number)}:料理"

    assert uuid5_of(name) == str(uuid5(NAMESPACE_URL, name))
