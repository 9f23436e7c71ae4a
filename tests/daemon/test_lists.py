"""Lists of candidates are kept for whoever knows many videos, and followed by what happens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from daemon.events import Events
from daemon.recommender import Recommender
from daemon.recommender import feeds as feeds_module
from daemon.recommender import lists as lists_module
from daemon.recommender.known import Impressions, Known
from daemon.recommender.lists import are_old
from daemon.recommender.making import Asked
from daemon.recommender.memory import Memory
from daemon.recommender.person import Person
from daemon.recommender.turns import Run
from daemon.settings import load_settings
from daemon.store import Store
from daemon.store.histories import Shown
from daemon.store.rules import Rule
from recsys.catalog import Catalog, Video
from tests.daemon.given import NOW, facts, signal, video_id
from tests.daemon.running import Clock

CARDS = [facts(n, f"Baking bread, part {n}", f"Channel {n % 7}", view_count=100 * n) for n in range(30)]


@pytest.fixture
async def recommender(
    store: Store, user_id: int, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Recommender]:
    """A recommender to whom ten videos are many."""
    monkeypatch.setattr(lists_module, "FEW_VIDEOS", 10)
    one = Recommender(store, load_settings(data_dir=tmp_path / "data"), Events(), clock)
    one.start()
    await one.rank(user_id, CARDS, Asked("home"))
    yield one
    await one.close()


async def tell(store: Store, recommender: Recommender, user_id: int, kind: str, number: int) -> None:
    stored = await store.signals.add(user_id, [signal(kind, number, at=NOW)], now=NOW)
    recommender.signals_added(user_id, stored.stored)


async def test_lists_are_old_once_other_rules_are_in_force(
    store: Store, recommender: Recommender, user_id: int
) -> None:
    phrase = {"phrase": "part 3"}
    rule = Rule("r", "block", phrase, None, (), None, None, NOW + 60, "dashboard", None, enabled=True, created_at=NOW)
    await store.rules.add(user_id, rule)
    await recommender.choices_changed(user_id)
    await recommender.settled()
    person = await recommender.person(user_id)
    assert not are_old(person, NOW + 59)
    assert are_old(person, NOW + 60)


async def test_lists_are_made_anew_after_an_act_and_a_feed_of_them(
    store: Store, recommender: Recommender, user_id: int
) -> None:
    first = await recommender.feed(user_id)
    person = await recommender.person(user_id)
    kept = person.lists
    assert kept is not None
    assert not are_old(person, NOW)
    await tell(store, recommender, user_id, "thumbs_up", 3)
    assert (await recommender.feed(user_id)) is not first
    assert person.lists is kept
    assert are_old(person, NOW)
    await recommender.settled()
    assert person.lists is not kept
    assert not are_old(person, NOW)


async def test_what_is_refused_leaves_the_next_feed_though_the_lists_are_older(
    store: Store, recommender: Recommender, user_id: int
) -> None:
    await recommender.feed(user_id)
    await tell(store, recommender, user_id, "thumbs_down", 3)
    feed = await recommender.feed(user_id)
    assert video_id(3) not in {item.video.video_id for item in feed.items}
    assert len(feed.items) == len(CARDS) - 1


async def test_lists_grow_old_with_time(recommender: Recommender, user_id: int) -> None:
    await recommender.feed(user_id)
    person = await recommender.person(user_id)
    assert are_old(person, NOW + 3_601)


async def test_who_is_wiped_while_their_lists_are_made_has_none_of_their_videos_in_a_slate_afterwards(
    store: Store, recommender: Recommender, user_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = await store.users.ensure("Ada", now=NOW)
    await recommender.rank(other.user_id, CARDS, Asked("home"))  # so that the videos stay
    await recommender.settled()
    (await recommender.person(user_id)).lists = None
    made, go_on = asyncio.Event(), asyncio.Event()

    async def renew_and_wait(memory: Memory, person: Person, now: float, run: Run) -> None:
        await lists_module.renew_lists(memory, person, now, run)
        made.set()
        await go_on.wait()

    monkeypatch.setattr(feeds_module, "renew_lists", renew_and_wait)
    await recommender.choices_changed(user_id)
    asking = asyncio.create_task(recommender.feed(user_id))
    await made.wait()
    await recommender.wipe(user_id)
    go_on.set()
    assert (await asking).items == []
    await recommender.written()
    told = "SELECT video_id FROM slate_items JOIN slates USING (slate_id) WHERE user_id = ?"
    assert await store._database.read(lambda raw: raw.execute(told, (user_id,)).fetchall()) == []


async def test_who_asks_for_a_feed_waits_for_their_own_lists_and_videos_but_for_nothing_done_in_between(
    recommender: Recommender, user_id: int
) -> None:
    async def ask_on() -> None:
        while not asking.done():
            await recommender.run(lambda: None)

    person = await recommender.person(user_id)
    await recommender.settled()
    person.lists = None
    recommender.reload_soon(user_id)
    asking = asyncio.create_task(recommender.feed(user_id))
    pages = [asyncio.create_task(ask_on()) for _ in range(2)]  # one of them always waits
    async with asyncio.timeout(10):
        assert len((await asking).items) == len(CARDS)
        await asyncio.gather(*pages)
    assert (await recommender.person(user_id)).lists is not None


async def test_who_knows_few_videos_keeps_no_lists(store: Store, user_id: int, tmp_path: Path, clock: Clock) -> None:
    one = Recommender(store, load_settings(data_dir=tmp_path / "data"), Events(), clock)
    one.start()
    await one.rank(user_id, CARDS, Asked("home"))
    assert len((await one.feed(user_id)).items) == len(CARDS)
    assert (await one.person(user_id)).lists is None
    await one.close()


def test_what_is_known_becomes_rows_when_the_catalogue_knows_it_too() -> None:
    catalog, known = Catalog(4), Known(["a", "b"])
    catalog.put([Video("x"), Video("b")])
    assert known.rows(catalog).tolist() == [False, True]
    catalog.put([Video("a"), Video("c")])
    known.update(["c", "b"])
    assert known.rows(catalog).tolist() == [False, True, True, True]
    assert (len(known), "c" in known, "x" in known) == (3, True, False)
    assert np.array_equal(known.rows(catalog), known.rows(catalog))


def test_how_often_cards_were_seen_follows_counts_and_a_catalogue_that_grows() -> None:
    catalog, seen = Catalog(4), Impressions({"a": Shown(3, 10.0), "b": Shown(1, 20.0)})
    catalog.put([Video("a")])
    assert seen.rows(catalog).tolist() == [3]
    catalog.put([Video("b"), Video("c")])
    seen.update({"a": Shown(0, 10.0), "c": Shown(2, 30.0)})
    given = seen.rows(catalog)
    assert given.tolist() == [0, 1, 2]
    seen.update({"b": Shown(5, 40.0)})
    assert seen.rows(catalog).tolist() == [0, 5, 2]
    assert given.tolist() == [0, 1, 2], "what was handed out stays"
    in_vain = seen.in_vain(catalog)
    assert (in_vain.rows.tolist(), in_vain.times.tolist(), in_vain.last_at.tolist()) == ([1, 2], [5, 2], [40.0, 30.0])
    shorter = Catalog(4)
    shorter.put([Video("a"), Video("b")])
    assert seen.in_vain(shorter).rows.tolist() == [1], "a copy may lack the newest"
