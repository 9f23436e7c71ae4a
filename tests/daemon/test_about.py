"""What is told of a person holds together, also while a part of it is being made anew."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from daemon.events import Events
from daemon.recommender import Recommender, kept_taste
from daemon.recommender.making import Asked
from daemon.settings import load_settings
from daemon.store import Store
from daemon.store.personas import Persona, PersonaConfig
from recsys.embedding import DEFAULT_MODEL
from tests.daemon.given import NOW, facts, signal, video_id
from tests.daemon.running import Clock

VIDEOS = [facts(n, f"Baking bread, part {n}") for n in range(30)]


@pytest.fixture
async def recommender(
    store: Store, user_id: int, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Recommender]:
    """A recommender to whom ten acts are a long history, and somebody with a dozen."""
    monkeypatch.setattr(kept_taste, "LONG_HISTORY", 10)
    one = Recommender(store, load_settings(data_dir=tmp_path / "data"), Events(), clock)
    one.start()
    await one.rank(user_id, VIDEOS, Asked("home"))
    told = await store.signals.add(user_id, [signal("watch", n, fraction=0.9) for n in range(12)], now=NOW)
    one.signals_added(user_id, told.stored)
    yield one
    await one.close()


async def cluster(store: Store, recommender: Recommender, user_id: int, k: int, at: float) -> list[str]:
    """Have k personas take the place of those there were; return their labels."""
    centroids = np.eye(k, recommender.catalog.dimensions, dtype=np.float32)
    made = [Persona(f"{n + 1} of {k}", centroids[n], 0.5, NOW, 4, (video_id(n),)) for n in range(k)]
    await store.personas.replace(user_id, made, PersonaConfig(k, DEFAULT_MODEL, at, 12, 0.4))
    await recommender.personas_changed(user_id)
    return [each.label for each in made]


@pytest.mark.parametrize("k", [2, 3, 4])
async def test_shares_stand_beside_their_own_labels_also_before_taste_has_followed_a_new_clustering(
    store: Store, recommender: Recommender, user_id: int, k: int
) -> None:
    of_before = await cluster(store, recommender, user_id, 3, NOW)
    await recommender.settled()
    of_now = await cluster(store, recommender, user_id, k, NOW + 60)

    told = await recommender.about.balance(user_id, [each.video_id for each in VIDEOS])
    assert list(told.labels) == of_before
    assert told.liked.shape == told.shown.shape == (3,)

    await recommender.settled()
    told = await recommender.about.balance(user_id, [each.video_id for each in VIDEOS])
    assert list(told.labels) == of_now
    assert told.liked.shape == told.shown.shape == (k,)
