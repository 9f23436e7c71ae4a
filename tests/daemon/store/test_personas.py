"""Personas are derived, but what the person made of them is theirs."""

from __future__ import annotations

import numpy as np
import pytest

from daemon.errors import NotFound
from daemon.store import Store
from daemon.store.personas import Persona, PersonaConfig
from tests.daemon.given import NOW, facts, video_id

CONFIG = PersonaConfig(2, "a model", NOW, 40, 0.3)


def persona(number: int, *, videos: int = 10) -> Persona:
    return Persona(f"label {number}", np.eye(2, 8, dtype=np.float32)[number], 0.5, NOW, videos, (video_id(number),))


@pytest.fixture
async def with_two(store: Store, user_id: int) -> int:
    await store.videos.put(user_id, [facts(0, "A title")], "card", now=NOW)
    await store.personas.replace(user_id, [persona(0, videos=30), persona(1)], CONFIG)
    return user_id


async def test_personas_come_back_as_they_were_saved(store: Store, with_two: int) -> None:
    first, second = await store.personas.all(with_two)
    np.testing.assert_array_equal(second.centroid, persona(1).centroid)
    assert (first.label, first.video_count, first.sample_video_ids) == ("label 0", 30, (video_id(0),))
    assert await store.personas.config(with_two) == CONFIG


async def test_a_name_given_by_the_person_is_marked_as_theirs(store: Store, with_two: int) -> None:
    await store.personas.change(with_two, 1, {"label": "Bread", "weight": 2.0})
    await store.personas.set_activities(with_two, [(0.9, NOW), (0.1, None)], clustered_at=CONFIG.last_clustered)
    renamed = (await store.personas.all(with_two))[1]
    assert (renamed.label, renamed.named_by_person, renamed.weight) == ("Bread", True, 2.0)
    assert (renamed.activity_score, renamed.last_activity) == (0.1, None)
    with pytest.raises(NotFound):
        await store.personas.change(with_two, 2, {"muted": True})


async def test_merging_weighs_by_videos_and_keeps_the_first_name(store: Store, with_two: int) -> None:
    await store.personas.merge(with_two, [0, 1])
    (merged,) = await store.personas.all(with_two)
    assert (merged.label, merged.video_count) == ("label 0", 40)
    assert merged.centroid[:2] == pytest.approx(np.array([3, 1]) / np.sqrt(10))
    assert merged.sample_video_ids == (video_id(0), video_id(1))


async def test_personas_that_were_still_being_made_do_not_outlive_a_wipe(store: Store, with_two: int) -> None:
    await store.wipe(with_two)
    await store.personas.replace(with_two, [persona(0)], CONFIG)
    assert await store.personas.all(with_two) == []
    assert await store.personas.config(with_two) is None
