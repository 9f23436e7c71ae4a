"""Slates are read back with what came of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from daemon.store import Store
from daemon.store.outcomes import Experience
from daemon.store.signals import Signal
from daemon.store.slates import LoggedSlate, SlateItem
from tests.daemon.given import NOW, signal, video_id

FEATURES = ("warmth", "age")
SCHEMA = "warmth age"
MODEL = "ownfeed/static"
HOUR = 3_600.0


async def show(
    store: Store,
    user_id: int,
    slate_id: str,
    numbers: Sequence[int],
    at: float = NOW,
    model: str = MODEL,
    surface: str = "home",
) -> None:
    items = [SlateItem(video_id(number), 1.0, 1.0, "page", "show") for number in numbers]
    values = np.array([[number, at % 1_000] for number in numbers], dtype=np.float64)
    await store.slates.log(
        LoggedSlate(slate_id, user_id, surface, "hybrid", "1", model, FEATURES, "{}", at, items, values)
    )


def seen(
    slate_id: str, number: int, *, kind: str = "impression", at: float = NOW, position: int | None = None
) -> Signal:
    return signal(kind, number, at=at, slate_id=slate_id, position=position)


async def test_only_what_was_seen_comes_back_with_its_features_as_served(store: Store, user_id: int) -> None:
    await show(store, user_id, "one", [1, 2, 3])
    await store.signals.add(user_id, [seen("one", 3), seen("one", 1), seen("one", 1, kind="click")], now=NOW)
    found = await store.outcomes.of(user_id, MODEL, SCHEMA)
    assert found.features.tolist() == [[1, NOW % 1_000], [3, NOW % 1_000]]
    assert (found.slates.tolist(), found.clicked.tolist(), found.made_at.tolist()) == ([0, 0], [True, False], [NOW])


async def test_the_place_is_the_one_on_the_page_else_the_one_in_the_slate(store: Store, user_id: int) -> None:
    await show(store, user_id, "one", [1, 2, 3])
    await store.signals.add(user_id, [seen("one", 1, position=24), seen("one", 3)], now=NOW)
    assert (await store.outcomes.of(user_id, MODEL, SCHEMA)).places.tolist() == [24, 2]


async def test_what_was_done_within_a_day_is_the_answer_and_what_came_later_or_before_is_none(
    store: Store, user_id: int
) -> None:
    await show(store, user_id, "one", [1, 2, 3, 4])
    done = [
        *(seen("one", number) for number in (1, 2, 3, 4)),
        signal("watch", 1, at=NOW + HOUR, fraction=0.3, watched_seconds=60.0),
        signal("watch", 1, at=NOW + 2 * HOUR, fraction=0.8, watched_seconds=160.0),
        signal("thumbs_up", 2, at=NOW + HOUR),
        signal("thumbs_down", 2, at=NOW + 2 * HOUR),
        signal("saved", 3, at=NOW + HOUR),
        signal("watch", 4, at=NOW - HOUR, fraction=1.0),
        signal("watch", 4, at=NOW + 25 * HOUR, fraction=1.0),
    ]
    await store.signals.add(user_id, done, now=NOW + 26 * HOUR)
    found = await store.outcomes.of(user_id, MODEL, SCHEMA)
    np.testing.assert_array_equal(found.fractions, [0.8, np.nan, np.nan, np.nan])
    np.testing.assert_array_equal(found.seconds, [160.0, np.nan, np.nan, np.nan])
    assert found.ratings.tolist() == [0, -1, 0, 0]
    assert found.saved.tolist() == [False, False, True, False]


async def test_of_a_broadcast_which_has_no_length_what_was_played_is_the_answer(store: Store, user_id: int) -> None:
    await show(store, user_id, "one", [1, 2, 3])
    done = [seen("one", number) for number in (1, 2, 3)]
    done += [
        signal("watch", number, at=NOW + HOUR, watched_seconds=seconds) for number, seconds in ((1, 240.0), (2, 3.0))
    ]
    await store.signals.add(user_id, done, now=NOW)
    fractions = (await store.outcomes.of(user_id, MODEL, SCHEMA)).fractions
    assert fractions[0] == 0.5
    assert fractions[1] < 0.1
    assert np.isnan(fractions[2])


async def test_slates_come_in_the_order_of_time(store: Store, user_id: int) -> None:
    await show(store, user_id, "a", [1], at=NOW + HOUR)
    await show(store, user_id, "b", [2, 3], at=NOW, surface="search")
    await store.signals.add(user_id, [seen("a", 1), seen("b", 2), seen("b", 3)], now=NOW)
    found = await store.outcomes.of(user_id, MODEL, SCHEMA)
    assert (found.slates.tolist(), found.features[:, 0].tolist()) == ([0, 0, 1], [2, 3, 1])
    assert found.surfaces == ("search", "home")


async def test_slates_of_another_person_model_or_table_are_left_out(store: Store, user_id: int) -> None:
    other = (await store.users.ensure("other", now=NOW)).user_id
    await show(store, user_id, "mine", [1])
    await show(store, user_id, "old", [1], model="another")
    await show(store, other, "theirs", [1])
    await store.signals.add(user_id, [seen(slate, 1) for slate in ("mine", "old", "theirs")], now=NOW)
    await store.signals.add(other, [seen("mine", 1, kind="click"), seen("theirs", 1)], now=NOW)
    found = await store.outcomes.of(user_id, MODEL, SCHEMA)
    assert (len(found.made_at), found.clicked.tolist()) == (1, [False])
    assert len((await store.outcomes.of(user_id, MODEL, "other table")).made_at) == 0


async def test_how_much_there_is_to_learn_from_is_counted(store: Store, user_id: int) -> None:
    assert await store.outcomes.experience(user_id, MODEL, SCHEMA) == Experience(0, 0)
    await show(store, user_id, "one", [1, 2])
    await show(store, user_id, "two", [1, 2], at=NOW + HOUR)
    await store.signals.add(
        user_id, [seen("one", 1), seen("one", 2), seen("two", 1), seen("two", 1, kind="click"), signal("impression", 9)],
        now=NOW,
    )  # fmt: skip
    assert await store.outcomes.experience(user_id, MODEL, SCHEMA) == Experience(3, 1)
    assert await store.outcomes.experience(user_id, MODEL, SCHEMA, since=NOW + 1) == Experience(1, 1)
    assert await store.outcomes.experience(user_id, "another", SCHEMA) == Experience(0, 0)
