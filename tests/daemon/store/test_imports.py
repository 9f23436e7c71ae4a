"""Importing twice is importing once."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

import pysqlite3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daemon.importers import Record
from daemon.store import Store, imports
from daemon.store.connection import SQLConnection
from daemon.store.import_ids import dated_id, import_id
from daemon.store.imports import Imported, as_signal
from daemon.store.migrations import migrate
from tests.daemon.given import NOW, signal, video_id


def watch(number: int, at: float = NOW) -> Record:
    return Record("watch", at, video_id=video_id(number), title=f"Title {number}", channel_name="A channel")


async def test_records_are_counted_as_new_existing_or_skipped(store: Store, user_id: int) -> None:
    first = await store.imports.add(user_id, "takeout", [watch(1), watch(2), watch(1, NOW + 60)], now=NOW)
    assert (first.new, first.existing, first.skipped) == (2, 1, 0)
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
def test_an_id_without_a_time_is_the_one_that_the_standard_library_makes(number: int) -> None:
    made = import_id("search", f"{video_id(number)} 料理", None)

    assert made == str(uuid5(NAMESPACE_URL, f"ownfeed:search:{video_id(number)} 料理:"))


@given(seconds=st.lists(st.integers(0, 2**32 - 1), min_size=2), number=st.integers(1, 9))
def test_ids_with_a_time_are_uuids_in_the_order_of_their_times(seconds: list[int], number: int) -> None:
    made = [import_id("watch", video_id(number), second) for second in sorted(seconds)]

    assert all(str(UUID(each)) == each and UUID(each).version == 8 for each in made)
    assert made == sorted(made)


@pytest.mark.parametrize(
    ("record", "values"),
    [
        (Record("watch", NOW, video_id=video_id(1)), ["watch", video_id(1), None, None, None, NOW]),
        (Record("like", NOW, video_id=video_id(1)), ["thumbs_up", video_id(1), None, None, None, NOW]),
        (Record("search", NOW, query="bread"), ["search", None, "bread", None, None, NOW]),
    ],
)
def test_a_signal_of_an_older_program_gets_the_id_it_would_have_today(record: Record, values: list[Any]) -> None:
    older = str(uuid5(NAMESPACE_URL, f"ownfeed:{record.kind}:{record.video_id or record.query}:{int(NOW)}"))

    assert dated_id(older, *values) == as_signal(record, "takeout").signal_id
    assert dated_id(str(uuid4()), *values) != as_signal(record, "takeout").signal_id


def test_a_subscription_keeps_its_id_which_has_no_time() -> None:
    signal = as_signal(Record("subscribe", NOW, channel_id="UC1"), "takeout")

    assert dated_id(signal.signal_id, "subscribe", None, None, "UC1", None, NOW) == signal.signal_id


def stored(pieces: list[list[Record]]) -> tuple[Imported, list[tuple[Any, ...]]]:
    """Return what is counted of pieces stored one after another, and the rows that are there then."""
    connection: SQLConnection = pysqlite3.connect(":memory:", isolation_level=None)
    migrate(connection)
    connection.execute("INSERT INTO users (name, created_at) VALUES ('somebody', 0)")
    total = Imported()
    for piece in pieces:
        total += imports._import(connection, 1, "takeout", piece, NOW)
    signals = connection.execute(
        "SELECT s.signal_id, s.kind, v.video_id, s.occurred_at FROM signals s JOIN videos v ON v.number = s.video_number "
        "JOIN video_sources k ON k.video_number = v.number ORDER BY s.signal_id"
    ).fetchall()
    connection.close()
    return total, signals


@given(
    acts=st.lists(st.tuples(st.sampled_from(["watch", "like", "saved"]), st.integers(1, 4), st.integers(0, 4))),
    cuts=st.lists(st.integers(0, 30)),
    order=st.randoms(use_true_random=False),
)
@settings(max_examples=60, deadline=None)
def test_any_pieces_of_a_history_in_any_order_are_the_whole(
    acts: list[tuple[Any, int, int]], cuts: list[int], order: random.Random
) -> None:
    records = [Record(kind, NOW - ago, video_id=video_id(number)) for kind, number, ago in acts]
    edges = sorted({0, len(records), *(cut for cut in cuts if cut < len(records))})
    pieces = [records[start:end] for start, end in pairwise(edges)]
    order.shuffle(pieces)

    assert stored(pieces) == stored([records])
    assert stored([*pieces, records])[1] == stored([records])[1]
