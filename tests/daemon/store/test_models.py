"""Versions of what was learned: one serves, the last five are kept, and all of it goes with the person's data."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from daemon.errors import NotFound
from daemon.store import Store
from daemon.store.models import NewModel
from tests.daemon.given import NOW


def model(user_id: int | None, version: int = 1, kind: str = "catboost") -> NewModel:
    return NewModel(kind, kind, str(version), user_id, "ownfeed/static", "a b", {"passed": True}, b"trees %d" % version)


async def saved(store: Store, user_id: int | None, version: int = 1, kind: str = "catboost") -> int:
    model_id = await store.models.save(model(user_id, version, kind), now=NOW + version)
    assert model_id is not None
    return model_id


async def serving(store: Store, user_id: int, kind: str = "catboost") -> str | None:
    found = await store.models.serving(user_id, kind)
    return found.version if found else None


async def test_a_model_is_a_candidate_until_it_is_promoted(store: Store, user_id: int) -> None:
    model_id = await saved(store, user_id)
    assert await serving(store, user_id) is None
    await store.models.promote(model_id)
    found = await store.models.serving(user_id, "catboost")
    assert found is not None
    assert (found.state, found.artefact, found.metrics, found.created_at) == (
        "serving",
        b"trees 1",
        {"passed": True},
        NOW + 1,
    )


async def test_one_serves_and_the_one_before_is_kept_to_go_back_to(store: Store, user_id: int) -> None:
    for version in (1, 2, 3):
        await store.models.promote(await saved(store, user_id, version))
    assert await serving(store, user_id) == "3"
    for expected in ("2", "1", None, None):
        back = await store.models.rollback(user_id, "catboost")
        assert (back and back.version) == await serving(store, user_id) == expected


async def test_what_was_gone_back_from_is_not_gone_back_to(store: Store, user_id: int) -> None:
    for version in (1, 2):
        await store.models.promote(await saved(store, user_id, version))
    await store.models.rollback(user_id, "catboost")
    await store.models.rollback(user_id, "catboost")
    assert await store.models.rollback(user_id, "catboost") is None


async def test_promoting_twice_or_at_once_leaves_one(store: Store, user_id: int) -> None:
    ids = [await saved(store, user_id, version) for version in (1, 2)]
    await asyncio.gather(*(store.models.promote(model_id) for model_id in [*ids, ids[1]]))
    assert await serving(store, user_id) == "2"
    assert (await store.models.rollback(user_id, "catboost")) is not None


async def test_the_newest_five_are_kept_and_the_one_that_serves(store: Store, user_id: int) -> None:
    first = await saved(store, user_id, 1)
    await store.models.promote(first)
    later = [await saved(store, user_id, version) for version in range(2, 9)]
    for gone in later[:3]:
        with pytest.raises(NotFound):
            await store.models.promote(gone)
    assert await serving(store, user_id) == "1"
    await store.models.promote(later[3])


async def test_kinds_and_persons_do_not_get_in_each_others_way(store: Store, user_id: int) -> None:
    other = (await store.users.ensure("other", now=NOW)).user_id
    await store.models.promote(await saved(store, user_id, 1))
    await store.models.promote(await saved(store, user_id, 2, kind="hybrid"))
    await store.models.promote(await saved(store, other, 3))
    assert [await serving(store, user_id), await serving(store, user_id, "hybrid"), await serving(store, other)] == [
        "1",
        "2",
        "3",
    ]


async def test_a_shared_model_serves_whoever_has_none_of_their_own(store: Store, user_id: int) -> None:
    await store.models.promote(await saved(store, None, 1))
    assert await serving(store, user_id) == "1"
    await store.models.promote(await saved(store, user_id, 2))
    assert await serving(store, user_id) == "2"


async def test_the_last_training_is_remembered_whatever_became_of_it(store: Store, user_id: int) -> None:
    assert await store.models.newest(user_id, "catboost") is None
    await store.models.promote(await saved(store, user_id, 1))
    await saved(store, user_id, 2)
    newest = await store.models.newest(user_id, "catboost")
    assert newest is not None
    assert (newest.version, newest.state) == ("2", "candidate")


async def test_what_was_learned_goes_with_the_data_it_was_learned_from(store: Store, user_id: int) -> None:
    await store.models.promote(await saved(store, user_id))
    await store.wipe(user_id)
    assert await store.models.newest(user_id, "catboost") is None
    assert b"trees 1" not in await asyncio.to_thread(Path(store.path).read_bytes)


async def test_what_was_learned_from_data_deleted_meanwhile_is_not_kept(store: Store, user_id: int) -> None:
    epoch = (await store.users.get(user_id)).epoch
    await store.wipe(user_id)
    assert await store.models.save(replace(model(user_id), version="late"), now=NOW, epoch=epoch) is None
    assert await store.models.newest(user_id, "catboost") is None
