"""What is stored and what is in memory never say different things."""

from __future__ import annotations

import asyncio
import gc
import threading
import weakref
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from daemon.errors import StorageError
from daemon.events import Events
from daemon.importers import Record
from daemon.recommender import Ranked, Recommender, refresher
from daemon.recommender.making import Asked
from daemon.recommender.past import Told
from daemon.recommender.person import Person
from daemon.settings import Settings, load_settings
from daemon.store import Store
from daemon.store.connection import SQLConnection
from daemon.store.ratings import Rating
from daemon.store.signals import Signal
from daemon.store.videos import VideoFacts
from recsys.history import EventKind
from tests.daemon.given import NOW, facts, signal, video_id
from tests.daemon.room import no_file_beyond
from tests.daemon.running import Clock

CARDS = [
    facts(n, title, f"Channel {n}") for n, title in enumerate(["Baking bread", "Kneading dough", "Football", "Goals"])
]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(data_dir=tmp_path / "data")


@pytest.fixture
async def recommender(store: Store, user_id: int, settings: Settings, clock: Clock) -> AsyncIterator[Recommender]:
    one = Recommender(store, settings, Events(), clock)
    one.start()
    yield one
    await one.close()


async def rank(recommender: Recommender, user_id: int, cards: list[VideoFacts] = CARDS) -> Ranked:
    return await recommender.rank(user_id, cards, Asked("home"))


def logged(connection: SQLConnection) -> list[tuple[str, str, int]]:
    return connection.execute(
        "SELECT slate_id, video_id, length(features) FROM slate_items ORDER BY slate_id, position"
    ).fetchall()


async def test_a_slate_is_logged_as_it_was_answered(store: Store, recommender: Recommender, user_id: int) -> None:
    ranked = await rank(recommender, user_id)
    await recommender.written()
    rows = [row for row in await store._database.read(logged) if row[0] == ranked.slate_id]
    assert [row[1] for row in rows] == [item.video_id for item in ranked.items]
    names = await store._database.read(
        lambda raw: raw.execute("SELECT feature_schema FROM slates WHERE slate_id = ?", (ranked.slate_id,)).fetchone()
    )
    assert {row[2] for row in rows} == {4 * len(names[0].split())}


async def test_a_clean_stop_loses_no_slate_that_was_answered(
    store: Store, user_id: int, settings: Settings, clock: Clock
) -> None:
    one = Recommender(store, settings, Events(), clock)
    one.start()
    ranked = [await rank(one, user_id) for _ in range(5)]
    await one.close()
    assert {each.slate_id for each in ranked} <= {row[0] for row in await store._database.read(logged)}


async def test_unseen_cards_get_their_vectors_at_once_and_for_good(
    store: Store, recommender: Recommender, user_id: int, settings: Settings
) -> None:
    await rank(recommender, user_id)
    assert recommender.catalog.has_vector.all()
    await recommender.written()
    assert await store.vectors.count(settings.embedding_model) == len(CARDS)


async def test_a_page_seen_again_says_nothing_new(store: Store, recommender: Recommender, user_id: int) -> None:
    await rank(recommender, user_id, [facts(1, "A title", view_count=1_000)])
    await rank(recommender, user_id, [facts(1, "A title", view_count=1_010)])
    await recommender.written()
    known = await store.videos.get(video_id(1))
    assert known is not None
    assert known.view_count == 1_000  # a hundredth more is no news
    await rank(recommender, user_id, [facts(1, "A title", view_count=2_000)])
    await recommender.written()
    assert (await store.videos.many([video_id(1)]))[0].view_count == 2_000


async def test_memory_after_signals_is_memory_after_a_restart(
    store: Store, recommender: Recommender, user_id: int, settings: Settings, clock: Clock
) -> None:
    signals = [
        signal("watch", 0, fraction=0.7),
        signal("thumbs_up", 1, at=NOW),
        signal("clear_rating", 1, at=NOW + 5),
        signal("thumbs_up", 1, at=NOW + 1),  # late, and taken back since
        signal("thumbs_down", 2, at=NOW),
        signal("impression", 3),
        signal("click", 3),
        signal("impression", 2),
        signal("saved", 3),
        signal("subscribe", None, channel_name="Channel 1"),
    ]
    await recommender.ready()
    for each in signals:
        stored = await store.signals.add(user_id, [each], now=NOW)
        recommender.signals_added(user_id, stored.stored)
    await recommender.written()
    fresh = Recommender(store, settings, Events(), clock)
    fresh.start()
    await fresh.ready()
    ours, theirs = await recommender.person(user_id), await fresh.person(user_id)
    assert ours.acts.keys() == theirs.acts.keys()
    assert (ours.ratings, ours.known) == (theirs.ratings, theirs.known)
    seen = [
        dict(zip(each.catalog.video_ids(range(len(each.catalog))), person.impressions.rows(each.catalog), strict=True))
        for each, person in ((recommender, ours), (fresh, theirs))
    ]
    assert seen[0] == seen[1]
    assert seen[0][video_id(2)] == 1
    assert ours.subscriptions == theirs.subscriptions
    assert sorted((await fresh.history(user_id)).kinds) == [
        EventKind.WATCH, EventKind.THUMBS_DOWN, EventKind.SAVED, EventKind.CLICK
    ]  # fmt: skip
    await fresh.close()


async def test_signals_that_arrive_while_loading_are_neither_kept_waiting_nor_lost(
    store: Store, user_id: int, settings: Settings, clock: Clock
) -> None:
    one = Recommender(store, settings, Events(), clock)
    one.start()
    stored = await store.signals.add(user_id, [signal("thumbs_up", 1)], now=NOW)
    one.signals_added(user_id, stored.stored)
    await one.written()
    assert list((await one.person(user_id)).ratings) == [video_id(1)]
    await one.close()


async def test_who_tells_signals_does_not_wait_for_what_is_being_computed_but_who_asks_then_is_answered_with_them(
    store: Store, recommender: Recommender, user_id: int
) -> None:
    await rank(recommender, user_id)
    over = threading.Event()
    computing = asyncio.create_task(recommender.run(over.wait))
    for number in (1, 2, 3):
        stored = await store.signals.add(user_id, [signal("thumbs_up", number)], now=NOW)
        recommender.signals_added(user_id, stored.stored)
    assert not computing.done()
    over.set()
    assert list((await recommender.history(user_id)).kinds) == [EventKind.THUMBS_UP] * 3
    await computing


async def test_the_collector_passes_over_what_was_loaded(recommender: Recommender) -> None:
    await recommender.ready()
    assert gc.get_freeze_count() > 0
    gc.unfreeze()


async def test_when_it_has_ended_nothing_of_what_was_loaded_stays(
    store: Store, user_id: int, settings: Settings, clock: Clock
) -> None:
    one = Recommender(store, settings, Events(), clock)
    one.start()
    await rank(one, user_id)
    await one.feed(user_id)
    catalog, embedder = weakref.ref(one.catalog), weakref.ref(await one.embedder())
    await one.close()
    assert (catalog(), embedder()) == (None, None)
    assert gc.get_freeze_count() == 0


async def test_an_import_is_in_the_next_feed(store: Store, recommender: Recommender, user_id: int) -> None:
    assert (await recommender.feed(user_id)).items == []
    records = [Record("like", NOW, video_id=video_id(n), title=f"Title {n}") for n in range(3)]
    await store.imports.add(user_id, "takeout", records, now=NOW)
    recommender.reload_soon(user_id)
    assert len((await recommender.feed(user_id)).items) == 3


async def test_changes_that_come_together_make_one_feed(store: Store, recommender: Recommender, user_id: int) -> None:
    await rank(recommender, user_id)
    first = await recommender.feed(user_id)
    for number in range(4):
        stored = await store.signals.add(user_id, [signal("thumbs_up", number)], now=NOW)
        recommender.signals_added(user_id, stored.stored)
    second = await recommender.feed(user_id)
    assert second.slate_id != first.slate_id
    assert (await recommender.feed(user_id)) is second


async def test_whoever_watches_and_asks_for_no_feed_has_none_logged(
    store: Store, recommender: Recommender, user_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refresher, "LATER_SECONDS", 0.0)
    await rank(recommender, user_id)
    await recommender.settled()
    before = await store._database.read(logged)
    for seconds in range(0, 300, 5):
        await watch_on(store, recommender, user_id, seconds)
    assert await store._database.read(logged) == before
    given = await recommender.feed(user_id)  # whoever asks gets a new one all the same
    assert video_id(1) not in {item.video.video_id for item in given.items}
    assert given.slate_id in {row[0] for row in await store._database.read(logged)} - {row[0] for row in before}
    assert (await recommender.feed(user_id)) is given


async def test_a_feed_that_was_given_out_is_followed_by_another_before_anybody_asks(
    store: Store, recommender: Recommender, user_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refresher, "LATER_SECONDS", 0.0)
    await rank(recommender, user_id)
    await nothing_due(recommender)
    first = await recommender.feed(user_id)
    await watch_on(store, recommender, user_id, 10)
    slates = {row[0] for row in await store._database.read(logged)}
    next_feed = await recommender.feed(user_id)
    assert next_feed.slate_id != first.slate_id
    assert next_feed.slate_id in slates


@pytest.mark.parametrize("hidden_from", [0.3, 0.9])
async def test_a_watch_is_urgent_where_it_comes_to_count_and_not_while_it_goes_on(
    store: Store, recommender: Recommender, user_id: int, hidden_from: float
) -> None:
    await rank(recommender, user_id)
    person = await recommender.person(user_id)
    person.dials = replace(person.dials, hide_watched_fraction=hidden_from)
    urgent = list[int]()
    for seconds in range(0, 300, 5):
        told = Told([watch(seconds)], [], {})
        if await recommender.run(partial(person.apply, recommender.catalog, told, NOW)):
            urgent.append(seconds)
    assert urgent == sorted({0, 150, int(300 * hidden_from)})


async def watch_on(store: Store, recommender: Recommender, user_id: int, seconds: int) -> None:
    stored = await store.signals.add(user_id, [watch(seconds)], now=NOW)
    recommender.signals_added(user_id, stored.stored)
    await nothing_due(recommender)


async def nothing_due(recommender: Recommender) -> None:
    """Return when what was told is in memory and no feed is being made, or will be before an hour is over."""
    await recommender.written()
    loop, feeds = asyncio.get_running_loop(), recommender._feeds._refresher
    while (timer := feeds._timers.get(1)) is None or timer.when() < loop.time() + 1_000:
        await asyncio.gather(*feeds._tasks.values(), asyncio.sleep(0.001))


def watch(seconds: int) -> Signal:
    """Five minutes of video 1, watched so far."""
    return signal("watch", 1, signal_id="seen", watched_seconds=seconds, duration_seconds=300.0, fraction=seconds / 300)


async def test_a_full_disk_leaves_nobody_without_a_feed(recommender: Recommender, user_id: int) -> None:
    await rank(recommender, user_id)
    await recommender.settled()
    with no_file_beyond(0):
        await recommender.choices_changed(user_id)
        feed = await recommender.feed(user_id)
        await recommender.choices_changed(user_id)
        next_feed = await recommender.feed(user_id)
    assert feed.items
    assert next_feed.slate_id != feed.slate_id


async def test_without_an_embedding_model_pages_are_ordered_all_the_same(
    store: Store, user_id: int, tmp_path: Path, clock: Clock
) -> None:
    settings = load_settings(data_dir=tmp_path / "data", embedding_model=str(tmp_path / "no such model"))
    one = Recommender(store, settings, Events(), clock)
    one.start()
    ranked = await rank(one, user_id)
    assert len(ranked.items) == len(CARDS)
    assert not one.catalog.has_vector.any()
    await one.close()


async def test_what_is_told_while_everything_is_read_again_is_felt_at_once_and_not_overwritten(
    store: Store, recommender: Recommender, user_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    await recommender.person(user_id)
    was_read, go_on = asyncio.Event(), asyncio.Event()
    known_to = store.videos.known_to

    async def read_and_wait(reader: int) -> list[str]:
        read = await known_to(reader)
        was_read.set()
        await go_on.wait()
        return read

    monkeypatch.setattr(store.videos, "known_to", read_and_wait)
    reloading = asyncio.create_task(recommender.reload(user_id))
    await was_read.wait()
    told = [
        signal("watch", 1, signal_id="seen", fraction=0.9),
        signal("thumbs_up", 2),
        signal("impression", 3, surface="home", position=1),
    ]
    stored = await store.signals.add(user_id, told, now=NOW)
    recommender.signals_added(user_id, stored.stored)
    async with asyncio.timeout(10):
        await recommender.written()
    person = await recommender.person(user_id)
    felt = _of(person, recommender)
    assert felt == (["seen"], {video_id(1): 0.9}, [video_id(2)], {video_id(n) for n in (1, 2, 3)}, 1)

    go_on.set()
    await reloading
    assert _of(person, recommender) == felt


def _of(person: Person, recommender: Recommender) -> tuple[list[str], dict[str, float], list[str], set[str], int]:
    """What is remembered of a person who did a few things: acts, what was watched, ratings, what is known, impressions."""
    seen = int(person.impressions.rows(recommender.catalog).sum())
    return list(person.acts), person.watched, list(person.ratings), set(person.known), seen


async def test_a_long_past_is_not_looked_through_for_garbage_while_it_is_read(
    store: Store, recommender: Recommender, user_id: int
) -> None:
    await store.signals.add(user_id, [signal("watch", n, fraction=0.9) for n in range(20_000)], now=NOW)
    await recommender.person(user_id)
    looked = list[int]()

    def look(phase: str, about: dict[str, int]) -> None:
        if phase == "start" and about["generation"] == 2:
            looked.append(len(gc.get_objects()))

    gc.callbacks.append(look)
    try:
        await recommender.reload(user_id)
    finally:
        gc.callbacks.remove(look)
    assert max(looked, default=0) < 20_000
    assert gc.isenabled()


async def test_memory_that_fell_behind_is_read_again(
    store: Store, recommender: Recommender, user_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    await recommender.person(user_id)
    stored = await store.signals.add(user_id, [signal("thumbs_up", 1)], now=NOW)
    with monkeypatch.context() as failing:
        failing.setattr(store.ratings, "of", _fails)
        recommender.signals_added(user_id, stored.stored)
        await recommender.written()

    await recommender.feed(user_id)

    assert list((await recommender.person(user_id)).ratings) == [video_id(1)]


async def _fails(*_: object) -> list[Rating]:
    raise StorageError("The disk had a bad moment.")
