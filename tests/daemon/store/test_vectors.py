"""Vectors are BLOBs that count; the index beside them may go at any time."""

from __future__ import annotations

import numpy as np
import pytest

from daemon.errors import StorageError
from daemon.store import Store, vector_index
from recsys.arrays import FloatArray, unit_rows
from tests.daemon.given import NOW, facts, video_id

MODEL = "a model"


def some_vectors(n: int, dimensions: int = 16) -> FloatArray:
    return unit_rows(np.random.default_rng(7).normal(size=(n, dimensions)).astype(np.float32))


@pytest.fixture
async def filled(store: Store, user_id: int) -> FloatArray:
    vectors = some_vectors(50)
    await store.videos.put(user_id, [facts(n, f"Title {n}") for n in range(50)], "card", now=NOW)
    await store.vectors.save(MODEL, [video_id(n) for n in range(50)], vectors)
    return vectors


async def test_vectors_come_back_as_they_were_saved(store: Store, filled: FloatArray) -> None:
    first = await store.vectors.page(MODEL, 0, 30)
    rest = await store.vectors.page(MODEL, first.last, 30)
    assert [*first.video_ids, *rest.video_ids] == [video_id(n) for n in range(50)]
    np.testing.assert_array_equal(np.concatenate([first.vectors, rest.vectors]), filled)
    assert (await store.vectors.page(MODEL, rest.last, 30)).video_ids == []
    assert await store.vectors.dimensions(MODEL) == 16


async def test_the_index_finds_what_a_full_comparison_finds(store: Store, filled: FloatArray) -> None:
    cosines = filled @ filled[3]
    cosines[3] = -2
    expected = [video_id(int(n)) for n in np.argsort(-cosines)[:10]]
    assert await store.vectors.nearest(MODEL, video_id(3), 10) == expected


async def test_a_dropped_index_is_missed_by_nobody(store: Store, filled: FloatArray) -> None:
    expected = await store.vectors.nearest(MODEL, video_id(3), 10)
    await store._database.write(lambda raw: raw.execute("DROP TABLE vec_videos"))
    assert await store.vectors.nearest(MODEL, video_id(3), 10) == expected
    assert await store._database.write(lambda raw: vector_index.rebuild(raw, MODEL)) == 50
    assert await store.vectors.nearest(MODEL, video_id(3), 10) == expected


async def test_a_replaced_vector_is_found_in_its_new_place(store: Store, filled: FloatArray) -> None:
    await store.vectors.save(MODEL, [video_id(9)], filled[3:4])
    assert (await store.vectors.nearest(MODEL, video_id(3), 1)) == [video_id(9)]
    assert await store.vectors.count(MODEL) == 50


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
async def test_a_number_that_is_none_is_refused_before_it_is_stored(
    store: Store, filled: FloatArray, number: float
) -> None:
    poisoned = filled[:1].copy()
    poisoned[0, 0] = number
    with pytest.raises(StorageError):
        await store.vectors.save(MODEL, [video_id(0)], poisoned)
    np.testing.assert_array_equal((await store.vectors.of(MODEL, [video_id(0)]))[1], filled[:1])


async def test_another_model_has_an_index_of_its_own_width(store: Store, filled: FloatArray) -> None:
    assert await store.vectors.count_missing("wider") == 50
    missing = await store.vectors.missing("wider", 10)
    assert missing[0] == video_id(49)  # the newest known first
    await store.vectors.save("wider", missing, some_vectors(10, 24))
    assert len(await store.vectors.nearest("wider", video_id(49), 5)) == 5
    assert len(await store.vectors.nearest(MODEL, video_id(3), 5)) == 5  # compared without an index now


async def test_a_video_without_a_vector_is_like_nothing(store: Store, user_id: int) -> None:
    await store.videos.put(user_id, [facts(1)], "card", now=NOW)
    assert await store.vectors.nearest(MODEL, video_id(1), 5) == []
    assert await store.vectors.count_missing(MODEL) == 0  # no title, nothing to embed


@pytest.mark.parametrize("by_index", [True, False])
async def test_a_video_without_a_known_word_is_like_nothing(store: Store, filled: FloatArray, by_index: bool) -> None:
    await store.vectors.save(MODEL, [video_id(7)], np.zeros((1, 16), np.float32))
    if not by_index:
        await store._database.write(lambda raw: raw.execute("DROP TABLE vec_videos"))
    assert video_id(7) not in await store.vectors.nearest(MODEL, video_id(3), 49)
    assert await store.vectors.nearest(MODEL, video_id(7), 5) == []
    assert await store.vectors.count_missing(MODEL) == 0
